using System.Globalization;
using System.Text;

namespace Detectkit.Build.Git;

/// <summary>
/// A temporary folder among the repository's objects that has an owner for as long as the owner's process lives, and whose
/// leftovers are removed once it does not.
/// </summary>
internal sealed class QuarantineFolder : IDisposable
{
    // git prunes folders of this prefix as the temporary object folders of dead processes.
    private const string NamePrefix = "tmp_objdir-detectkit-";

    private const string OwnerName = "owner";

    // Each failed attempt needs another run to clean up within the same few microseconds.
    private const int Attempts = 10;

    // Open and locked for as long as the run lives; the system releases it however the run ends.
    private readonly FileStream _owner;

    private QuarantineFolder(string path)
    {
        Path = path;
        _owner = new FileStream(System.IO.Path.Combine(path, OwnerName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    // Until the owner's file was locked the folder looked abandoned, and another run may have removed it.
    private bool IsStillThere => File.Exists(_owner.Name);

    /// <summary>Makes a folder of an own name.</summary>
    /// <param name="repository">The repository.</param>
    /// <returns>The folder, to be disposed.</returns>
    public static QuarantineFolder Create(ProjectRepository repository)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(ParentOf(repository), NamePrefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(path);
            try
            {
                var folder = new QuarantineFolder(path);
                if (folder.IsStillThere)
                {
                    return folder;
                }

                folder.Dispose();
            }
            catch (IOException) when (attempt < Attempts)
            {
                RemoveIfEmpty(path);
            }
        }
    }

    /// <summary>Removes what killed runs left: their folders, and a branch lock that such a run says it took.</summary>
    /// <param name="repository">The repository.</param>
    public static void RemoveAbandoned(ProjectRepository repository)
    {
        foreach (var path in Directory.GetDirectories(ParentOf(repository), NamePrefix + "*"))
        {
            try
            {
                // Opening fails while the owner lives, and keeps other runs from cleaning up as well.
                using var owner = new FileStream(System.IO.Path.Combine(path, OwnerName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                using var reader = new StreamReader(owner, Encoding.UTF8);
                if (reader.ReadToEnd().Split(' ') is [var reference, var content])
                {
                    BranchLock.Break(repository, reference, content);
                }

                Remove(path);
            }
            catch (FileNotFoundException)
            {
                RemoveIfEmpty(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Alive, already gone, or another user's: not ours to remove.
            }
        }
    }

    /// <summary>Writes down, before the branch is locked, that this run does so: proof for the next run if this one is killed.</summary>
    /// <param name="reference">The full name of the branch.</param>
    /// <param name="content">What the lock file will hold.</param>
    public void AnnounceLock(string reference, string content)
    {
        _owner.SetLength(0);
        _owner.Write(Encoding.UTF8.GetBytes(reference + " " + content));
        _owner.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(Path);
        _owner.Dispose();
    }

    private static string ParentOf(ProjectRepository repository) => System.IO.Path.Combine(repository.CommonFolder, "objects");

    // The owner goes last, so that an interrupted removal is still known for what it is.
    private static void Remove(string path)
    {
        try
        {
            foreach (var inner in Directory.GetDirectories(path))
            {
                Directory.Delete(inner, recursive: true);
            }

            foreach (var file in Directory.GetFiles(path).OrderBy(file => System.IO.Path.GetFileName(file) == OwnerName))
            {
                File.Delete(file);
            }

            Directory.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps files that a virus scanner still reads; the next run removes the folder.
        }
    }

    // Killed before it had an owner, or just being made: then its maker notices.
    private static void RemoveIfEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has an owner by now, or is gone.
        }
    }
}
