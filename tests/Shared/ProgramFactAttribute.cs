namespace Detectkit.Tests;

/// <summary>A fact that needs a program on the path and is skipped, saying so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, string? package = null)
    {
        (Program, Package) = (program, package ?? program);
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))
                ? null
                : $"needs the program {Program}, on Debian from 'apt-get install {Package}'";
    }

    public string Program { get; }

    public string Package { get; }
}
