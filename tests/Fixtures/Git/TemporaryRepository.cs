using System.Text;

namespace Detectkit.Build.Git;

/// <summary>A real repository in a temporary folder, with one committed metric, driven by git itself.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    public const string Metric = "metrics/orders.yml";

    private readonly string _folder;

    private TemporaryRepository(string folder, string root)
    {
        _folder = folder;
        Root = root;
    }

    /// <summary>The project root, here the root of the working tree.</summary>
    public string Root { get; private set; }

    /// <summary>A folder beside the repository for clones and worktrees.</summary>
    public string Beside => _folder;

    /// <summary>An empty folder that is no repository.</summary>
    public static TemporaryRepository Empty()
    {
        var folder = Directory.CreateTempSubdirectory("detectkit-git-").FullName;
        var root = Path.Combine(folder, "repo");
        Directory.CreateDirectory(root);
        return new TemporaryRepository(folder, root);
    }

    /// <summary>A repository without commits.</summary>
    public static TemporaryRepository Unborn()
    {
        var repository = Empty();
        repository.Git("init", "-q", "-b", "main");
        repository.Git("config", "user.name", "Ada Example");
        repository.Git("config", "user.email", "ada@example.org");
        return repository;
    }

    /// <summary>A repository with one commit that holds the metric.</summary>
    public static TemporaryRepository WithMetric(string content = "name: orders\n", string? attributes = null)
    {
        var repository = Unborn();
        if (attributes is not null)
        {
            repository.Write(".gitattributes", attributes);
        }

        repository.Write(Metric, content);
        repository.CommitAll("Add orders");
        return repository;
    }

    /// <summary>Uses another folder, such as a worktree or a clone, as the project root.</summary>
    public TemporaryRepository At(string root) => new(_folder, root);

    /// <summary>A repository that another process made and removes.</summary>
    public static TemporaryRepository Existing(string root) => new(Path.GetDirectoryName(root)!, root);

    public string Git(params string[] arguments) => IsolatedGit.Run(Root, arguments);

    public void Write(string path, string content) => WriteBytes(path, Encoding.UTF8.GetBytes(content));

    public void WriteBytes(string path, byte[] content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    public string CommitAll(string message)
    {
        Git("add", "-A");
        Git("commit", "-qm", message);
        return Git("rev-parse", "HEAD");
    }

    public TuningBranch Branch => new(Root);

    /// <summary>A request that sets one metric's text, as tuning that has just read it would.</summary>
    public TuningCommitRequest Request(string content = "name: orders # tuned\n", string path = Metric) =>
        new(Branch, [Change(path, content)], [new ProposedMetric("orders", "20260101-abc123", "orders: mad, threshold 3 -> 2.5", path)]);

    public FileChange Change(string path, string content) =>
        new(path, File.Exists(Path.Combine(Root, path)) ? File.ReadAllBytes(Path.Combine(Root, path)) : null, Encoding.UTF8.GetBytes(content));

    public TuningCommitResult Tune(string content = "name: orders # tuned\n") => TuningCommit.Write(Request(content), default);

    /// <summary>Checks what is checked before tuning, of metrics that have just been read.</summary>
    public TuningBaseCheck Check(params string[] paths) => TuningBase.Check(Branch, [.. paths.Select(path => Change(path, ""))], default);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Everything a run must leave alone: HEAD, index, working tree, stash and the other branches.</summary>
    public string Untouchables() => string.Join('\n',
        File.ReadAllText(Path.Combine(GitFolder, "HEAD")),
        Convert.ToHexString(File.Exists(Path.Combine(GitFolder, "index")) ? System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(GitFolder, "index"))) : []),
        Git("status", "--porcelain=v2", "--untracked-files=all"),
        Git("for-each-ref", "--format=%(refname) %(objectname)").Split('\n').Where(line => !line.StartsWith("refs/heads/detectkit/autotune ", StringComparison.Ordinal)).Aggregate("", (all, line) => all + line + "\n"));

    public string GitFolder => Path.GetFullPath(Git("rev-parse", "--git-dir"), Root);

    public string CommonFolder => Path.GetFullPath(Git("rev-parse", "--git-common-dir"), Root);

    /// <summary>Files that a finished run must not leave in the repository.</summary>
    public IReadOnlyList<string> Strays() =>
        [.. Directory.EnumerateFileSystemEntries(CommonFolder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("tmp_", StringComparison.Ordinal) || name.EndsWith(".lock", StringComparison.Ordinal) || name.Contains("git2", StringComparison.Ordinal)))];

    public void AssertSound()
    {
        var (exitCode, output, errors) = IsolatedGit.TryRun(Root, "fsck", "--full", "--strict");
        Assert.True(exitCode == 0, output + errors);
        Assert.Empty(Strays());
    }
}
