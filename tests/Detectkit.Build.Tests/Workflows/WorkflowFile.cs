using YamlDotNet.RepresentationModel;

namespace Detectkit.Build.Workflows;

/// <summary>Shell lines of a workflow that run together, and what the workflow adds to their environment.</summary>
internal sealed record WorkflowStep(string Script, IReadOnlyDictionary<string, string> Environment);

/// <summary>The shell steps of a sample workflow, as its service reads them; steps that are the service's own (checkout, caches) are left out.</summary>
internal static class WorkflowFile
{
    public static IReadOnlyList<WorkflowStep> Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return Has(root, "jobs") ? GitHub((YamlMappingNode)root["jobs"]["tune"]) : Has(root, "steps") ? Azure(root) : GitLab((YamlMappingNode)root["autotune"]);
    }

    private static List<WorkflowStep> GitHub(YamlMappingNode job) =>
    [
        .. Items(job, "steps").Cast<YamlMappingNode>().Where(s => Has(s, "run"))
            .Select(s => new WorkflowStep("set -eo pipefail\n" + s["run"], Merged(Texts(job, "env"), Texts(s, "env")))),
    ];

    private static List<WorkflowStep> Azure(YamlMappingNode pipeline) =>
    [
        .. Items(pipeline, "steps").Cast<YamlMappingNode>().Where(s => Has(s, "bash"))
            .Select(s => new WorkflowStep(s["bash"].ToString(), Merged(Texts(pipeline, "variables"), Texts(s, "env")))),
    ];

    // One shell for all of it.
    private static List<WorkflowStep> GitLab(YamlMappingNode job) =>
        [new WorkflowStep("set -eo pipefail\n" + string.Join('\n', Items(job, "before_script").Concat(Items(job, "script"))), Texts(job, "variables"))];

    private static bool Has(YamlMappingNode mapping, string key) => mapping.Children.ContainsKey(new YamlScalarNode(key));

    private static IEnumerable<YamlNode> Items(YamlMappingNode mapping, string key) => ((YamlSequenceNode)mapping[key]).Children;

    private static Dictionary<string, string> Texts(YamlMappingNode mapping, string key) =>
        Has(mapping, key) ? ((YamlMappingNode)mapping[key]).Children.ToDictionary(c => c.Key.ToString(), c => c.Value.ToString()) : [];

    private static Dictionary<string, string> Merged(Dictionary<string, string> outer, Dictionary<string, string> inner) =>
        outer.Concat(inner).ToDictionary(e => e.Key, e => e.Value);
}
