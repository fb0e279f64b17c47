using System.Collections.Concurrent;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;
using Detectkit.Yaml;

namespace Detectkit.Build.Inputs;

/// <summary>Reads the files of a project and checks what they say, each alone and about each other.</summary>
internal sealed class ProjectReader(WorkerRequest request, CancellationToken cancellation)
{
    private static readonly string[] MetricExtensions = [".yml", ".yaml"];

    private readonly string realRoot = RealPath.Of(request.Root);
    private readonly ConcurrentDictionary<string, bool> insideFolders = new(StringComparer.Ordinal);
    private readonly List<Finding> shared = [];

    public ProjectInputs Read()
    {
        var project = Single(InputFileKind.Project) is { } projectFile && SharedBytes(projectFile) is { } projectBytes
            ? ProjectFileReader.Read(projectFile.FullPath, projectBytes)
            : null;
        var profiles = Single(InputFileKind.Profiles) is { } profilesFile && SharedBytes(profilesFile) is { } profilesBytes
            ? ProfilesReader.Read(profilesFile.FullPath, profilesBytes)
            : null;
        var settings = project?.Project;
        var metrics = ReadAll(InputFileKind.Metric, settings?.MetricsPath, MetricExtensions, (file, bytes) => new MetricFile(file, bytes, MetricReader.Read(file.FullPath, bytes)));
        var labels = ReadAll(InputFileKind.Incidents, null, [], (file, bytes) => (file.Path, Reading: LabelReader.Read(file.FullPath, bytes)))
            .ToDictionary(l => l.Path, l => l.Reading, StringComparer.Ordinal);
        var decoded = ReadAll(InputFileKind.Sql, settings?.SqlPath, [".sql"], (file, bytes) => (File: file, Decoding: FileDecoding.Read(bytes)));
        var queries = decoded.Where(f => f.Decoding.Text is not null)
            .ToDictionary(f => f.File.Path, f => (f.File.FullPath, f.Decoding.Text!), StringComparer.Ordinal);

        shared.AddRange(project?.Findings ?? []);
        shared.AddRange(profiles?.Findings ?? []);
        var between = ProjectRules.Check(new ProjectFiles
        {
            Metrics = metrics.Select(m => m.Summary).ToValueList(),
            Labels = labels.Select(l => LabelFileSummary.Create(l.Value, l.Key)).ToValueList(),
            QueryFiles = decoded.Select(f => f.File.Path).ToValueList(),
            Profiles = profiles,
            Project = project,
        });
        var sharedPaths = new[] { project?.Path, profiles?.Path };

        // A folder that no metric has is no metric's own matter either.
        bool IsShared(Finding finding) => sharedPaths.Contains(finding.Path) || finding.Rule == Rules.LabelsFolderUnknown;
        shared.AddRange(between.Where(IsShared));
        var findings = metrics.SelectMany(m => m.Reading.Findings)
            .Concat(labels.Values.SelectMany(l => l.Findings))
            .Concat(queries.Values.SelectMany(q => QueryFileReader.Check(q.FullPath, q.Item2)))
            .Concat(decoded.Where(f => f.Decoding.Fault is not null).Select(f => f.Decoding.Fault!.In(f.File.FullPath)))
            .Concat(between.Where(f => !IsShared(f)))
            .ToLookup(f => f.Path, StringComparer.Ordinal);
        return new ProjectInputs(request, metrics, labels, queries, profiles, project, shared, findings);
    }

    private InputFile? Single(InputFileKind kind) => request.Files.FirstOrDefault(f => f.Kind == kind);

    // Side by side, because a thousand files take longer to read than anything else before the first query; what comes out is in order of path.
    private List<T> ReadAll<T>(InputFileKind kind, string? folder, string[] extensions, Func<InputFile, byte[], T> read)
    {
        var files = request.Files.Where(f => f.Kind == kind).Concat(InFolder(kind, folder, extensions)).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
        var results = new (T? Content, Finding? Finding)[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (bytes, finding) = Bytes(files[i]);
            results[i] = bytes is null ? (default, finding) : (read(files[i], bytes), null);
        });
        shared.AddRange(results.Select(r => r.Finding).OfType<Finding>());
        return [.. results.Where(r => r.Finding is null).Select(r => r.Content!)];
    }

    // The folder that detectkit_project.yml names is not known to MSBuild.
    private IEnumerable<InputFile> InFolder(InputFileKind kind, string? folder, string[] extensions)
    {
        if (folder is null || Path.GetFullPath(folder, request.Root) is var path && (!IsInsideWithLinks(path) || !Directory.Exists(path)))
        {
            return [];
        }

        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Select(f => new InputFile(kind, f, RelativePath.Of(request.Root, f)));
    }

    // Links are followed once per folder; most files are none.
    private bool IsInside(string path) => Path.GetDirectoryName(path) is { } folder && new FileInfo(path).LinkTarget is null
        ? insideFolders.GetOrAdd(folder, IsInsideWithLinks)
        : IsInsideWithLinks(path);

    private bool IsInsideWithLinks(string path)
    {
        var relative = Path.GetRelativePath(realRoot, RealPath.Of(path));
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private (byte[]? Bytes, Finding? Finding) Bytes(InputFile file)
    {
        try
        {
            return file.Kind is InputFileKind.Metric || IsInside(file.FullPath)
                ? (File.ReadAllBytes(file.FullPath), null)
                : (null, new Finding(Rules.FileOutsideProject, file.FullPath, SourceSpan.FileStart, "The file leads out of the project's folder, links followed; it is not read."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new Finding(BuildRules.FileUnreadable, file.FullPath, SourceSpan.FileStart, "the file cannot be read: " + e.Message));
        }
    }

    private byte[]? SharedBytes(InputFile file)
    {
        var (bytes, finding) = Bytes(file);
        if (finding is not null)
        {
            shared.Add(finding);
        }

        return bytes;
    }
}
