namespace Detectkit.Build.Wire;

/// <summary>The names of a request's entries besides the build properties, which have their own names.</summary>
internal static class RequestName
{
    /// <summary>What to do: a worker command.</summary>
    public const string Command = "command";

    /// <summary>The project file's absolute path.</summary>
    public const string Project = "project";

    /// <summary>The name of a global property that <see cref="PropertyName.IsOurs"/>.</summary>
    public const string Given = "given";

    /// <summary>A file of the project: its kind, a colon and its absolute path.</summary>
    public const string File = "file";
}
