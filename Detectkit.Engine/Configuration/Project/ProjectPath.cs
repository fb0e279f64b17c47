namespace Detectkit.Configuration.Project;

/// <summary>Paths that files of a project write.</summary>
internal static class ProjectPath
{
    /// <summary>The path relative to the project's root with forward slashes and without detours; null where it leads out of it.</summary>
    public static string? Normalize(string written)
    {
        var path = written.Replace('\\', '/');
        if (path.Length == 0 || path[0] == '/' || path[0] == '~' || (path.Length > 1 && path[1] == ':'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
