using Detectkit.Build.Git;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;

namespace Detectkit.Build.Worker.Inputs;

/// <summary>Reads the files of a project and checks what they say, each alone and about each other.</summary>
internal sealed class ProjectReader(WorkerRequest request, CancellationToken cancellation)
{
    private static readonly string[] MetricExtensions = [".yml", ".yaml"];

    private readonly string realRoot = RealPath.Of(request.Root);
    private readonly List<Finding> shared = [];

    /// <summary>What reading gave.</summary>
    internal sealed record Contents(
        IReadOnlyList<MetricFile> Metrics,
        IReadOnlyDictionary<string, LabelReading> Labels,
        IReadOnlyDictionary<string, (string FullPath, string Text)> Queries,
        ProfilesReading? Profiles,
        ProjectFileReading? Project,
        IReadOnlyList<Finding> SharedFindings,
        ILookup<string, Finding> Findings);

    /// <summary>Reads everything.</summary>
    /// <returns>The contents.</returns>
    public Contents Read()
    {
        var project = Single(InputFileKind.Project) is { } projectFile && Bytes(projectFile) is { } projectBytes
            ? ProjectFileReader.Read(projectFile.FullPath, projectBytes)
            : null;
        var profiles = Single(InputFileKind.Profiles) is { } profilesFile && Bytes(profilesFile) is { } profilesBytes
            ? ProfilesReader.Read(profilesFile.FullPath, profilesBytes)
            : null;
        var settings = project?.Project;
        var metrics = ReadAll(InputFileKind.Metric, settings?.MetricsPath, MetricExtensions)
            .Select(f => new MetricFile(f.File, f.Bytes, MetricReader.Read(f.File.FullPath, f.Bytes)))
            .ToList();
        var labels = ReadAll(InputFileKind.Incidents, null, [])
            .ToDictionary(f => f.File.Path, f => LabelReader.Read(f.File.FullPath, f.Bytes), StringComparer.Ordinal);
        var sql = ReadAll(InputFileKind.Sql, settings?.SqlPath, [".sql"]);
        var decoded = sql.Select(f => (f.File, FileDecoding.Of(f.Bytes))).ToList();
        var queries = decoded.Where(f => f.Item2.Text is not null)
            .ToDictionary(f => f.File.Path, f => (f.File.FullPath, f.Item2.Text!), StringComparer.Ordinal);

        shared.AddRange(project?.Findings ?? []);
        shared.AddRange(profiles?.Findings ?? []);
        var between = ProjectRules.Check(new ProjectFiles
        {
            Metrics = metrics.Select(m => MetricSummary.Of(m.Reading)).ToValueList(),
            Labels = labels.Select(l => LabelFileSummary.Of(l.Value, l.Key)).ToValueList(),
            QueryFiles = decoded.Select(f => f.File.Path).ToValueList(),
            Profiles = profiles,
            Project = project,
        });
        var sharedPaths = new[] { project?.Path, profiles?.Path };
        shared.AddRange(between.Where(f => sharedPaths.Contains(f.Path)));
        var findings = metrics.SelectMany(m => m.Reading.Findings)
            .Concat(labels.Values.SelectMany(l => l.Findings))
            .Concat(queries.Values.SelectMany(q => QueryFileReader.Check(q.FullPath, q.Item2)))
            .Concat(decoded.Where(f => f.Item2.Fault is not null).Select(f => new Finding(f.Item2.Fault!.Rule, f.File.FullPath, f.Item2.Fault.Span, f.Item2.Fault.Message)))
            .Concat(between.Where(f => !sharedPaths.Contains(f.Path)))
            .ToLookup(f => f.Path, StringComparer.Ordinal);
        return new Contents(metrics, labels, queries, profiles, project, shared, findings);
    }

    private InputFile? Single(InputFileKind kind) => request.Files.FirstOrDefault(f => f.Kind == kind);

    private List<(InputFile File, byte[] Bytes)> ReadAll(InputFileKind kind, string? folder, string[] extensions)
    {
        var read = new List<(InputFile, byte[])>();
        foreach (var file in request.Files.Where(f => f.Kind == kind).Concat(InFolder(kind, folder, extensions)).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Bytes(file) is { } bytes)
            {
                read.Add((file, bytes));
            }
        }

        return read;
    }

    // The folder that detectkit_project.yml names is not known to MSBuild.
    private IEnumerable<InputFile> InFolder(InputFileKind kind, string? folder, string[] extensions)
    {
        if (folder is null || Path.GetFullPath(folder, request.Root) is var path && (!IsInside(path) || !Directory.Exists(path)))
        {
            return [];
        }

        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Select(f => new InputFile(kind, f, RelativePath.Of(request.Root, f)));
    }

    private bool IsInside(string path)
    {
        var relative = Path.GetRelativePath(realRoot, RealPath.Of(path));
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private byte[]? Bytes(InputFile file)
    {
        try
        {
            if (file.Kind is not InputFileKind.Metric && !IsInside(file.FullPath))
            {
                shared.Add(new Finding(Rules.FileOutsideProject, file.FullPath, SourceSpan.FileStart, "The file leads out of the project's folder, links followed; it is not read."));
                return null;
            }

            return File.ReadAllBytes(file.FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            shared.Add(new Finding(BuildRules.FileUnreadable, file.FullPath, SourceSpan.FileStart, "the file cannot be read: " + e.Message));
            return null;
        }
    }
}
