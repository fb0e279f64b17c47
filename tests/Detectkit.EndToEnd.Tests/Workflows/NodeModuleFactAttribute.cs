namespace Detectkit.Build.Workflows;

/// <summary>A fact that needs a package of Node.js on <c>NODE_PATH</c> and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeModuleFactAttribute : FactAttribute
{
    public NodeModuleFactAttribute(string package, string version)
    {
        (Package, Version) = (package, version);
        Skip = (Environment.GetEnvironmentVariable("NODE_PATH") ?? "").Split(Path.PathSeparator).Any(folder => Directory.Exists(Path.Combine(folder, package)))
            ? null
            : $"needs the npm package {Package} {Version} on NODE_PATH, as .ci/run installs it";
    }

    public string Package { get; }

    public string Version { get; }
}
