using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Worker;

/// <summary>What every command works with.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Options">The build properties, read.</param>
/// <param name="Log">Where to say what happens.</param>
/// <param name="Secrets">What must not be said.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Environment">Gives an environment variable's value.</param>
internal sealed record WorkerContext(
    WorkerRequest Request, RunOptions Options, WorkerLog Log, Secrets Secrets, TimeProvider Clock, Func<string, string?> Environment)
{
    /// <summary>The folder of evidence, absolute.</summary>
    public string Output => Path.GetFullPath(Options.Output, Request.Root);
}
