using System.Globalization;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>
/// A private object folder inside the repository's own, as git keeps one while it receives a push: whatever is half made lies here,
/// and objects reach the repository whole, by rename, each after all that it refers to. A run that is killed leaves this one folder
/// behind; the next run removes it, and so does <c>git gc</c>, which knows the name.
/// </summary>
internal sealed class Quarantine : IDisposable
{
    // git prunes folders of this prefix as the temporary object folders of dead processes.
    private const string NamePrefix = "tmp_objdir-detectkit-";

    // Held open and locked for as long as the run lives; the system releases it however the run ends.
    private const string OwnerName = "owner";

    private readonly string _folder;
    private readonly FileStream _owner;
    private readonly ProjectRepository _repository;

    private Quarantine(ProjectRepository repository, string folder, FileStream owner)
    {
        _repository = repository;
        _folder = folder;
        _owner = owner;
        Directory.CreateDirectory(Path.Combine(ObjectFolder, "info"));
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        Directory.CreateDirectory(Path.Combine(folder, "info"));
        File.WriteAllText(Path.Combine(ObjectFolder, "info", "alternates"), Path.Combine(repository.CommonFolder, "objects") + "\n");
        File.WriteAllText(Path.Combine(folder, "HEAD"), "ref: refs/heads/none\n");
        File.WriteAllText(Path.Combine(folder, "config"), Configuration(repository));
        var attributes = Path.Combine(repository.CommonFolder, "info", "attributes");
        if (File.Exists(attributes))
        {
            File.Copy(attributes, Path.Combine(folder, "info", "attributes"));
        }

        // The real index and working tree: the line-ending filter asks both what git would do with a file.
        Git = new Repository(folder, new RepositoryOptions { WorkingDirectoryPath = repository.WorkingTree, IndexPath = Path.Combine(repository.GitFolder, "index") });
    }

    /// <summary>A view of the repository whose new objects land here.</summary>
    public Repository Git { get; }

    /// <summary>Where new objects land, for git's own programs.</summary>
    public string ObjectFolder => Path.Combine(_folder, "objects");

    /// <summary>Opens a quarantine and removes those of runs that were killed.</summary>
    /// <param name="repository">The repository.</param>
    /// <returns>The quarantine, to be disposed.</returns>
    public static Quarantine Open(ProjectRepository repository)
    {
        RemoveAbandoned(repository);
        var objects = Path.Combine(repository.CommonFolder, "objects");
        while (true)
        {
            var folder = Path.Combine(objects, NamePrefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            FileStream owner;
            try
            {
                owner = new FileStream(Path.Combine(folder, OwnerName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!Directory.Exists(folder))
            {
                continue; // Another run took the still empty folder for an abandoned one.
            }

            try
            {
                return new Quarantine(repository, folder, owner);
            }
            catch
            {
                owner.Dispose();
                Remove(folder);
                throw;
            }
        }
    }

    /// <summary>Removes what killed runs left: their folders, and a branch lock that such a run says it took.</summary>
    /// <param name="repository">The repository.</param>
    public static void RemoveAbandoned(ProjectRepository repository)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(repository.CommonFolder, "objects"), NamePrefix + "*"))
        {
            try
            {
                // Opening fails while the owner lives, and holds off other runs that clean up.
                using var owner = new FileStream(Path.Combine(folder, OwnerName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                using var reader = new StreamReader(owner, Encoding.UTF8);
                if (reader.ReadToEnd().Split(' ') is [var reference, var content])
                {
                    BranchLock.Break(repository, reference, content);
                }

                Remove(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Alive, already gone, or another user's: not ours to remove.
            }
        }
    }

    /// <summary>Moves a commit and all of its new objects to the repository, each after what it refers to.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="published">Called after each object.</param>
    public void Publish(Commit commit, Action published)
    {
        PublishTree(commit.Tree, published);
        PublishObject(commit.Id, published);
    }

    /// <summary>Writes down, before the branch is locked, that this run does so: proof for the next run if this one is killed.</summary>
    /// <param name="reference">The full name of the branch.</param>
    /// <param name="content">What the lock file will hold.</param>
    /// <returns>A file with that content, to become the lock by a move.</returns>
    public string PrepareLock(string reference, string content)
    {
        _owner.SetLength(0);
        _owner.Write(Encoding.UTF8.GetBytes(reference + " " + content));
        _owner.Flush();
        var file = Path.Combine(_folder, "lock");
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>A path for a temporary file that disappears with this folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>The absolute path.</returns>
    public string TemporaryFile(string name) => Path.Combine(_folder, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Git.Dispose();
        Remove(_folder);
        _owner.Dispose();
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps files that a virus scanner still reads; the next run removes the folder.
        }
    }

    private static string Configuration(ProjectRepository repository)
    {
        var text = new StringBuilder();
        foreach (var file in new[] { Path.Combine(repository.CommonFolder, "config"), Path.Combine(repository.GitFolder, "config.worktree") })
        {
            var quoted = file.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"[include]\n\tpath = \"{quoted}\"\n");
        }

        // Bare, so that a core.worktree of the included file does not apply; the working tree is set on opening.
        return text.Append("[core]\n\tbare = true\n").ToString();
    }

    private void PublishTree(Tree tree, Action published)
    {
        if (!File.Exists(LooseFile(ObjectFolder, tree.Id)))
        {
            return; // The repository has it already, with all below it.
        }

        foreach (var entry in tree)
        {
            if (entry.TargetType == TreeEntryTargetType.Tree)
            {
                PublishTree((Tree)entry.Target, published);
            }
            else if (entry.TargetType == TreeEntryTargetType.Blob)
            {
                PublishObject(entry.Target.Id, published);
            }
        }

        PublishObject(tree.Id, published);
    }

    private void PublishObject(ObjectId id, Action published)
    {
        var source = LooseFile(ObjectFolder, id);
        if (!File.Exists(source))
        {
            return;
        }

        var target = LooseFile(Path.Combine(_repository.CommonFolder, "objects"), id);
        SharedPermissions.CreateFolder(_repository, Path.GetDirectoryName(target)!);
        try
        {
            File.Move(source, target, overwrite: false);
        }
        catch (IOException) when (File.Exists(target))
        {
            return; // Another run published the same object.
        }

        published();
    }

    private static string LooseFile(string objects, ObjectId id) => Path.Combine(objects, id.Sha[..2], id.Sha[2..]);
}
