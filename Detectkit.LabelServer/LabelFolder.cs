using System.Globalization;
using System.Text;

namespace Detectkit.LabelServer;

/// <summary>The folder <c>incidents/&lt;metric&gt;/</c> of a project, into which labels are saved, each time as a new file.</summary>
/// <param name="root">The project's root.</param>
/// <param name="metric">The metric's name.</param>
/// <param name="clock">What new files are named by.</param>
internal sealed class LabelFolder(string root, string metric, TimeProvider clock)
{
    private static readonly string[] Endings = [".yml", ".yaml", ".json"];

    /// <summary>A reader sees the whole file or none.</summary>
    /// <returns>The file's path relative to the root, with forward slashes; by name it is the newest of the folder.</returns>
    /// <exception cref="IOException">The file cannot be written, or the folder lies outside the root.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string Save(string text)
    {
        var folder = Open();
        var temporary = Path.Combine(folder, "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            while (true)
            {
                var name = NextName(folder);
                try
                {
                    File.Move(temporary, Path.Combine(folder, name), overwrite: false);
                    return "incidents/" + metric + "/" + name;
                }
                catch (IOException) when (File.Exists(Path.Combine(folder, name)))
                {
                    // Someone else took the name in between; the next one sorts behind theirs.
                }
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string Open()
    {
        var folder = root;
        foreach (var part in new[] { "incidents", metric })
        {
            folder = Path.Combine(folder, part);
            Directory.CreateDirectory(folder);
            if (new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true) is { } target && !IsBelowRoot(target.FullName))
            {
                throw new IOException("'incidents/" + metric + "' leads outside the project.");
            }
        }

        return folder;
    }

    private bool IsBelowRoot(string path)
    {
        var realRoot = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;
        var relative = Path.GetRelativePath(realRoot, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    // The tuner takes the newest file by name, so a file with a name from the future must not hide what is saved now.
    private string NextName(string folder)
    {
        var stem = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var newest = Directory.EnumerateFiles(folder)
            .Select(file => Path.GetFileName(file))
            .Where(name => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            .Max(StringComparer.Ordinal);
        return newest is null || string.CompareOrdinal(stem + ".yml", newest) > 0 ? stem + ".yml" : Path.GetFileNameWithoutExtension(newest) + "_2.yml";
    }
}
