using System.Text.Json;
using Detectkit.Build.Detecting;
using Detectkit.Build.Inputs;
using Detectkit.Build.Labelling;
using Detectkit.Build.Options;
using Detectkit.Build.Tuning;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Worker;

/// <summary>A command of the worker in this process, over a folder of files.</summary>
internal sealed class WorkerRun : IDisposable
{
    private readonly StringWriter output;

    public WorkerRun(string root, string outputFolder, params (string Name, string Value)[] properties)
        : this(root, outputFolder, _ => null, properties)
    {
    }

    public WorkerRun(string root, string outputFolder, Func<string, string?> environment, params (string Name, string Value)[] properties)
        : this(root, outputFolder, new StringWriter(), environment, properties)
    {
    }

    public WorkerRun(string root, string outputFolder, StringWriter output, Func<string, string?> environment, params (string Name, string Value)[] properties)
    {
        this.output = output;
        var files = new[] { ("metrics", InputFileKind.Metric), ("incidents", InputFileKind.Incidents), ("sql", InputFileKind.Sql) }
            .Where(f => Directory.Exists(Path.Combine(root, f.Item1)))
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f.Item1), "*", SearchOption.AllDirectories).Select(p => (f.Item2, p)))
            .Concat(new[] { (InputFileKind.Profiles, Path.Combine(root, "profiles.yml")), (InputFileKind.Project, Path.Combine(root, "detectkit_project.yml")) }.Where(f => File.Exists(f.Item2)))
            .Select(f => new KeyValuePair<string, string>("file", f.Item1 + ":" + f.Item2));
        var request = WorkerRequest.Of(
        [
            new("command", "test"),
            new("project", Path.Combine(root, "shop.csproj")),
            new("AutotuneCommit", "false"),
            new("AutotuneOutput", outputFolder),
            .. properties.Select(p => new KeyValuePair<string, string>(p.Name, p.Value)),
            .. files,
        ])!;
        var secrets = new Secrets();
        var (options, findings) = RunOptionsReader.Read(request.Properties, request.ProjectPath);
        Assert.Empty(findings);
        Context = new WorkerContext(request, options, new WorkerLog(output, secrets), secrets, TimeProvider.System, environment);
    }

    public WorkerContext Context { get; private init; }

    public DateTimeOffset Now { init => Context = Context with { Clock = new StoppedClock(value) }; }

    public string Log => output.ToString();

    public void Autotune() => new AutotuneCommand(Context, ProjectInputs.Read(Context.Request, default)).Run(default);

    public void Label() => new LabelCommand(Context, ProjectInputs.Read(Context.Request, default)).Run(default);

    public void Detect() => new DetectCommand(Context, ProjectInputs.Read(Context.Request, default)).Run(default);

    public JsonDocument Record(string metric) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Context.Output, "runs", metric + ".json")));

    public void Dispose() => output.Dispose();

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
