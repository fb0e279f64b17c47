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

    /// <summary>Keys of a GitLab or Azure pipeline that its service's reference does not list where they stand.</summary>
    public static IReadOnlyList<string> UnknownKeys(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var found = new List<string>();
        if (Has(root, "steps"))
        {
            Check(root, "", "trigger pr schedules pool variables steps name resources parameters stages jobs");
            var steps = Items(root, "steps").Cast<YamlMappingNode>().ToList();
            for (var i = 0; i < steps.Count; i++)
            {
                Check(steps[i], $"steps[{i}].", "checkout fetchDepth persistCredentials clean path task inputs bash workingDirectory publish artifact displayName name env condition continueOnError timeoutInMinutes enabled");
            }

            return found;
        }

        foreach (var (name, job) in root.Children)
        {
            Check(
                (YamlMappingNode)job,
                name + ".",
                "image services stage variables cache before_script script after_script artifacts rules needs tags timeout retry resource_group interruptible environment when allow_failure");
            Nested(job, name, "cache", "key paths when policy untracked fallback_keys unprotect");
            Nested(job, name, "artifacts", "paths exclude when expire_in name reports expose_as untracked access public");
        }

        return found;

        void Nested(YamlNode job, YamlNode name, string key, string known)
        {
            if (Has((YamlMappingNode)job, key))
            {
                Check((YamlMappingNode)job[key], $"{name}.{key}.", known);
            }
        }

        void Check(YamlMappingNode mapping, string path, string known) =>
            found.AddRange(mapping.Children.Keys.Select(k => k.ToString()).Except(known.Split(' ')).Select(k => path + k));
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
