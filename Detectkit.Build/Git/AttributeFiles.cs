using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>The attribute files that git consults for a path, read only to see whether a filter program could be among them.</summary>
internal sealed class AttributeFiles
{
    private readonly ProjectRepository _repository;
    private readonly Tree _tree;
    private readonly bool _everywhere;
    private readonly Dictionary<string, bool> _folders = new(StringComparer.Ordinal);

    public AttributeFiles(ProjectRepository repository, Commit baseCommit)
    {
        _repository = repository;
        _tree = baseCommit.Tree;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var configHome = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Path.Combine(home, ".config");
        var configured = repository.Configuration.Text("core.attributesfile") ?? Path.Combine(configHome, "git", "attributes");
        _everywhere = new[]
        {
            Path.Combine(repository.CommonFolder, "info", "attributes"),
            configured.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, configured[2..]) : configured,
            "/etc/gitattributes",
        }.Any(FileMentionsProgram);
    }

    /// <summary>Whether some file that applies to a path speaks of filter programs or encodings.</summary>
    /// <param name="path">The path from the root of the repository.</param>
    /// <returns>True if git must be asked; false if neither can apply.</returns>
    public bool MayNameProgram(string path) => _everywhere || FolderMayNameProgram(path.LastIndexOf('/') is > 0 and var end ? path[..end] : "");

    private bool FolderMayNameProgram(string folder)
    {
        if (!_folders.TryGetValue(folder, out var known))
        {
            var file = folder.Length == 0 ? ".gitattributes" : folder + "/.gitattributes";
            known = FileMentionsProgram(Path.Combine(_repository.WorkingTree, file))
                || (_tree[file]?.Target is Blob blob && MentionsProgram(blob.GetContentText()))
                || (folder.Length > 0 && FolderMayNameProgram(folder.LastIndexOf('/') is > 0 and var end ? folder[..end] : ""));
            _folders[folder] = known;
        }

        return known;
    }

    private static bool FileMentionsProgram(string file) => File.Exists(file) && MentionsProgram(File.ReadAllText(file));

    private static bool MentionsProgram(string attributes) =>
        attributes.Contains("filter", StringComparison.Ordinal) || attributes.Contains("working-tree-encoding", StringComparison.Ordinal);
}
