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
    // What the library's filters and its writing of objects go by, and git's own defaults for what must not come from files that git does not read.
    private static readonly (string Name, string? Default)[] Settings =
    [
        ("autocrlf", "false"), ("eol", "native"), ("safecrlf", "warn"), ("attributesfile", null), ("compression", null), ("loosecompression", null), ("sharedrepository", null),
    ];

    private readonly ProjectRepository _repository;
    private readonly QuarantineFolder _folder;
    private readonly Lazy<Repository> _git;

    private Quarantine(ProjectRepository repository, QuarantineFolder folder)
    {
        _repository = repository;
        _folder = folder;
        Directory.CreateDirectory(Path.Combine(ObjectFolder, "info"));
        Directory.CreateDirectory(TemporaryFile("refs"));
        Directory.CreateDirectory(TemporaryFile("info"));
        File.WriteAllText(Path.Combine(ObjectFolder, "info", "alternates"), Path.Combine(repository.CommonFolder, "objects") + "\n");
        File.WriteAllText(TemporaryFile("HEAD"), "ref: refs/heads/none\n");
        var attributes = Path.Combine(repository.CommonFolder, "info", "attributes");
        if (File.Exists(attributes))
        {
            File.Copy(attributes, TemporaryFile("info/attributes"));
        }

        _git = new(OpenGit);
    }

    /// <summary>A view of the repository whose new objects land here.</summary>
    public Repository Git => _git.Value;

    /// <summary>Where new objects land, for git's own programs.</summary>
    public string ObjectFolder => TemporaryFile("objects");

    /// <summary>Opens a quarantine and removes those of runs that were killed.</summary>
    /// <param name="repository">The repository.</param>
    /// <returns>The quarantine, to be disposed.</returns>
    public static Quarantine Open(ProjectRepository repository)
    {
        QuarantineFolder.RemoveAbandoned(repository);
        var folder = QuarantineFolder.Create(repository);
        try
        {
            return new Quarantine(repository, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
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

    /// <summary>Announces that this run locks a branch, and prepares the lock.</summary>
    /// <param name="reference">The full name of the branch.</param>
    /// <param name="content">What the lock file will hold.</param>
    /// <returns>A file with that content, to become the lock.</returns>
    public string PrepareLock(string reference, string content)
    {
        _folder.AnnounceLock(reference, content);
        var file = TemporaryFile("lock");
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>A path that disappears with this quarantine.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>The absolute path.</returns>
    public string TemporaryFile(string name) => Path.Combine(_folder.Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_git.IsValueCreated)
        {
            Git.Dispose();
        }

        _folder.Dispose();
    }

    // The real working tree, for its attributes, and an index of its own: the library cannot read every kind of index.
    private Repository OpenGit()
    {
        File.WriteAllText(TemporaryFile("config"), Configuration());
        return new Repository(_folder.Path, new RepositoryOptions { WorkingDirectoryPath = _repository.WorkingTree, IndexPath = TemporaryFile("index") });
    }

    private string Configuration()
    {
        var text = new StringBuilder("[core]\n\tbare = true\n");
        foreach (var (name, preset) in Settings)
        {
            if ((_repository.Configuration.Text("core." + name) ?? preset) is { } value)
            {
                text.Append('\t').Append(name).Append(" = \"")
                    .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n");
            }
        }

        return text.ToString();
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
