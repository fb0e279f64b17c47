using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Turns file content into what git would store for it, through the filters of <c>.gitattributes</c> and the configuration.</summary>
internal sealed class StoredContent(ProjectRepository repository, Commit baseCommit) : IDisposable
{
    private readonly Lazy<Repository> scratch = new(() => OpenScratch(repository, baseCommit));

    /// <summary>The name that git gives to content as it is, no filter applied.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "What git calls its objects by; nothing is kept secret or trusted by it.")]
    public static ObjectId IdOf(ReadOnlySpan<byte> content) =>
        new(SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content]));

    public static byte[] Bytes(Blob blob)
    {
        using var reader = new BinaryReader(blob.GetContentStream());
        return reader.ReadBytes(checked((int)blob.Size));
    }

    /// <summary>The bytes that git would store for those of the working tree at a path from the root of the repository.</summary>
    public byte[] Of(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (MayNeedGit(path))
        {
            return Bytes(scratch.Value.Lookup<Blob>(FilteredByGit(path, content, cancellation)));
        }

        // The library knows line endings and $Id$.
        if (!content.Span.Contains((byte)'\r') && content.Span.IndexOf("$Id"u8) < 0 && repository.Configuration.Text("core.safecrlf") is null)
        {
            return content.ToArray();
        }

        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return Bytes(scratch.Value.ObjectDatabase.CreateBlob(stream, path));
    }

    /// <summary>The first parent that a commit was made with, which a shallow clone hides of its oldest commits.</summary>
    public ObjectId? ParentOf(Commit commit) => (repository.Git.Info.IsShallow ? scratch.Value.Lookup<Commit>(commit.Id) : commit).Parents.FirstOrDefault()?.Id;

    public void Dispose()
    {
        if (scratch.IsValueCreated)
        {
            var folder = scratch.Value.Info.Path;
            scratch.Value.Dispose();
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                File.SetAttributes(file, FileAttributes.Normal); // Objects are read-only, which Windows does not delete.
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    // The library runs no filter programs and converts no encodings; git is asked where an attribute file speaks of them.
    private bool MayNeedGit(string path)
    {
        var folders = path.Split('/')[..^1];
        var files = Enumerable.Range(0, folders.Length + 1).Select(depth => string.Join('/', folders.Take(depth).Append(".gitattributes"))).ToList();
        return files.Select(file => Path.Combine(repository.WorkingTree, file))
            .Concat(["/etc/gitattributes", Path.Combine(repository.CommonFolder, "info", "attributes"), AttributesFile(repository.Configuration)])
            .Where(File.Exists)
            .Select(File.ReadAllText)
            .Concat(files.Select(file => baseCommit[file]?.Target).OfType<Blob>().Select(blob => blob.GetContentText()))
            .Any(text => text.Contains("filter", StringComparison.Ordinal) || text.Contains("working-tree-encoding", StringComparison.Ordinal));
    }

    private static string AttributesFile(RepositoryConfiguration configuration)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var configHome = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Path.Combine(home, ".config");
        var file = configuration.Text("core.attributesfile") ?? Path.Combine(configHome, "git", "attributes");
        return file.StartsWith("~/", StringComparison.Ordinal) ? home + file[1..] : file;
    }

    private string FilteredByGit(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // 'git hash-object' reads the attributes of the working tree, but not those that only the index has.
        var given = Path.Combine(scratch.Value.Info.Path, "given");
        var fields = Run(["check-attr", "-z", "--all", "--", path], default).Split('\0').Chunk(3).Where(field => field.Length == 3);
        File.WriteAllText(given, "* " + string.Join(' ', fields.Select(field => field[2] switch { "set" => field[1], "unset" => "-" + field[1], var value => $"{field[1]}={value}" })));
        return Run(["-c", "core.attributesFile=" + given, "hash-object", "-w", "--stdin", "--path=" + path], content).Trim();

        string Run(string[] arguments, ReadOnlyMemory<byte> input)
        {
            (string, string)[] environment = [("GIT_OBJECT_DIRECTORY", scratch.Value.Info.Path + "objects"), ("GIT_INDEX_FILE", scratch.Value.Info.Path + "index")];
            var answer = GitProgram.Run(repository.WorkingTree, arguments, environment, input, cancellation);
            return answer.ExitCode == 0 ? answer.Output : throw new GitException(answer.ExitCode is null ? GitFailure.FilterNeedsGit(path) : GitFailure.FilterFailed(path, answer.Errors));
        }
    }

    // A temporary repository that borrows the project's objects, so that filtering leaves nothing in the project's. It has git's own configuration
    // and the index of the base commit: the project's index may be damaged, or of a kind that the library cannot read.
    private static Repository OpenScratch(ProjectRepository repository, Commit baseCommit)
    {
        var folder = Directory.CreateTempSubdirectory("detectkit-").FullName;
        Repository.Init(folder, isBare: true);
        File.WriteAllText(Path.Combine(folder, "objects", "info", "alternates"), Path.Combine(repository.CommonFolder, "objects") + "\n");
        var attributes = Path.Combine(repository.CommonFolder, "info", "attributes");
        if (File.Exists(attributes))
        {
            File.Copy(attributes, Path.Combine(folder, "info", "attributes"));
        }

        // What the library's filters go by, and git's own defaults for what must not come from files that git does not read.
        var git = new Repository(folder, new RepositoryOptions { WorkingDirectoryPath = repository.WorkingTree, IndexPath = Path.Combine(folder, "index") });
        git.Config.Set("core.attributesfile", AttributesFile(repository.Configuration));
        foreach (var (key, preset) in new[] { ("core.autocrlf", "false"), ("core.eol", "native"), ("core.safecrlf", "warn") })
        {
            git.Config.Set(key, repository.Configuration.Text(key) ?? preset);
        }

        git.Index.Replace(baseCommit);
        git.Index.Write();
        return git;
    }
}
