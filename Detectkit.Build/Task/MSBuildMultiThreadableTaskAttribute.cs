using System;

namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task uses no process-wide state (current folder, environment), so that MSBuild may run it beside others in one
/// process. MSBuild knows it by name; the framework package that this task is built against is older than it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
