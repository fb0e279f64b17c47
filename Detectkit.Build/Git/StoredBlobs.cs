using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Turns file content into what git would store for it, through the filters of <c>.gitattributes</c> and the configuration.</summary>
internal sealed class StoredBlobs(ProjectRepository repository, Quarantine quarantine, Commit baseCommit)
{
    // A driver has at least one of these; without any, git passes content through.
    private static readonly string[] DriverKeys = ["clean", "process", "required"];

    private readonly Lazy<AttributeFiles> _attributes = new(() => new(repository, baseCommit));

    /// <summary>Stores content in the quarantine.</summary>
    /// <param name="path">The path from the root of the repository, which decides the filters.</param>
    /// <param name="content">The bytes as they are in the working tree.</param>
    /// <param name="cancellation">Stops a filter program.</param>
    /// <returns>The blob.</returns>
    /// <exception cref="GitRefusedException">A filter failed.</exception>
    public Blob Store(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // The library knows line endings and $Id$; it runs no filter programs and converts no encodings. Few repositories use them,
        // so git's program is asked only where an attribute file speaks of them.
        if (_attributes.Value.MayNameProgram(path) && NeedsProgram(path, cancellation))
        {
            var stored = RunGit(["hash-object", "-w", "--stdin", "--path=" + path], path, content, cancellation);
            return quarantine.Git.Lookup<Blob>(stored.Trim());
        }

        var objects = quarantine.Git.ObjectDatabase;
        if (IsStoredAsIs(content.Span))
        {
            return quarantine.Git.Lookup<Blob>(objects.Write<Blob>(content.ToArray()));
        }

        PutIntoIndex(path);
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return objects.CreateBlob(stream, path);
    }

    /// <summary>The name that git gives to content as it is, no filter applied.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>The name of the blob, be there such a blob or not.</returns>
    public static ObjectId IdOf(ReadOnlySpan<byte> content)
    {
#pragma warning disable CA5350 // What git calls its objects by; nothing is kept secret or trusted by it.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return new ObjectId(hash.GetHashAndReset());
    }

    // The library's filters change carriage returns and $Id$, and refuse line feeds where core.safecrlf says so. Streamed through them,
    // content makes a file of its own even where git has it.
    private bool IsStoredAsIs(ReadOnlySpan<byte> content) =>
        !content.Contains((byte)'\r') && content.IndexOf("$Id"u8) < 0 && repository.Configuration.Text("core.safecrlf") is null;

    // Where the working tree has no attributes, and to tell whether carriage returns are stored already, the filters look into the index.
    private void PutIntoIndex(string path)
    {
        var folders = path.Split('/')[..^1];
        var attributes = Enumerable.Range(0, folders.Length + 1).Select(depth => string.Join('/', folders.Take(depth).Append(".gitattributes")));
        foreach (var file in attributes.Append(path))
        {
            if (baseCommit[file] is { TargetType: TreeEntryTargetType.Blob } entry && quarantine.Git.Lookup<Blob>(entry.Target.Id) is { } blob)
            {
                quarantine.Git.Index.Add(blob, file, entry.Mode);
            }
        }
    }

    private bool NeedsProgram(string path, CancellationToken cancellation)
    {
        // Path, attribute, value, each ended by a zero byte.
        var fields = RunGit(["check-attr", "-z", "filter", "working-tree-encoding", "--", path], path, default, cancellation).Split('\0');
        for (var i = 0; i + 2 < fields.Length; i += 3)
        {
            var (attribute, value) = (fields[i + 1], fields[i + 2]);
            if (value is "unspecified" or "unset" or "set")
            {
                continue;
            }

            if (attribute != "filter" || HasDriver(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasDriver(string filter) =>
        DriverKeys.Any(key => repository.Configuration.Text($"filter.{filter}.{key}") is not null);

    private string RunGit(IReadOnlyList<string> arguments, string path, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        var run = GitProgram.Run(repository.WorkingTree, arguments, input, [new("GIT_OBJECT_DIRECTORY", quarantine.ObjectFolder)], cancellation)
            ?? throw new GitRefusedException(
                BuildRules.FilterFailed,
                $"'.gitattributes' may give '{path}' a filter program or an encoding, which only git itself applies, and 'git' is not in an absolute folder of the PATH: put it there, or set AutotuneCommit=false",
                path);
        return run.ExitCode == 0
            ? run.Text
            : throw new GitRefusedException(BuildRules.FilterFailed, $"git could not apply the filters of '{path}': {run.Errors.ReplaceLineEndings(" ")}", path);
    }
}
