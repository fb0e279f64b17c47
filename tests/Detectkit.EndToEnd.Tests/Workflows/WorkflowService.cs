using System.Text.RegularExpressions;
using Detectkit.Build.Git;
using Detectkit.Build.Tests.Readme;

namespace Detectkit.Build.Workflows;

/// <summary>
/// A stand-in for the service that runs a workflow: a bare repository to clone from and push to, and programs in place of those that talk to
/// the service, which write down what they are asked to do. dotnet, git and the shell are the real ones.
/// </summary>
internal sealed partial class WorkflowService : IDisposable
{
    private const string Recorder = """
        #!/usr/bin/env bash
        name=$(basename "$0")
        { printf '%s' "$name"; printf ' %q' "$@"; echo; } >> "$SERVICE/calls"
        case "$name $*" in
          # The services' lists of what was closed: number, and the text or its beginning.
          "gh pr list "*"--state closed"*) test -e "$SERVICE/closed" && jq -r "${@: -1}" < "$SERVICE/closed" || true ;;
          "curl "*"state=closed"*) test -e "$SERVICE/closed" && cat "$SERVICE/closed" || echo '[]' ;;
          # A request without a description has null there, which the query's contains() does not take.
          "az repos pr list "*"contains(description, "*) echo "invalid type for value: None" >&2; exit 1 ;;
          "az repos pr list "*"--status abandoned"*) test -e "$SERVICE/closed" && grep -qF "$(grep -o 'detectkit-proposal: [0-9a-f]*' <<< "$*")" "$SERVICE/closed" && echo 7 || true ;;
          "gh pr list "*) test -e "$SERVICE/open" && echo 7 || true ;;
          "curl "*"--get "*) test -e "$SERVICE/open" && echo '[{"id":900,"iid":7,"state":"opened"}]' || echo '[]' ;;
          "az repos pr list "*) test -e "$SERVICE/open" && echo 7 || true ;;
          "gh pr create "*|"az repos pr create "*|"curl "*"--request POST "*) touch "$SERVICE/open" ;;
        esac
        """;

    // Somebody else pushes while the metrics are tuned.
    private const string Dotnet = """
        #!/usr/bin/env bash
        PATH=${PATH#*:}
        dotnet "$@"
        code=$?
        if [[ "$*" == *Autotune* && -e "$SERVICE/intruder" ]]; then
          cd "$SERVICE/remote.git"
          theirs=$(git -c user.name=Eve -c user.email=eve@example.org commit-tree 'main^{tree}' -p detectkit/autotune -m theirs)
          git update-ref refs/heads/detectkit/autotune "$theirs"
        fi
        exit "$code"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-service-").FullName;
    private int jobs;

    public WorkflowService(string repository)
    {
        IsolatedGit.Run(folder, "clone", "-q", "--bare", repository, Remote);
        var programs = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var (name, script) in new[] { ("gh", Recorder), ("curl", Recorder), ("az", Recorder), ("apt-get", Recorder), ("dotnet", Dotnet) })
        {
            File.WriteAllText(Path.Combine(programs, name), script.ReplaceLineEndings("\n") + "\n");
            IsolatedGit.Program("chmod", programs, "+x", name);
        }

        File.WriteAllText(
            Path.Combine(folder, ".gitconfig"), $"[url \"file://{Remote}\"]\n\tinsteadOf = https://autotune:secret@gitlab.example.org/shop/metrics.git\n");
    }

    public string Remote => Path.Combine(folder, "remote.git");

    /// <summary>The working folder of the last job.</summary>
    public string Checkout => Path.Combine(folder, $"job {jobs}");

    /// <summary>What the programs were asked to do since the last time, one line each.</summary>
    public IReadOnlyList<string> TakeCalls()
    {
        var path = Path.Combine(folder, "calls");
        var calls = File.Exists(path) ? File.ReadAllLines(path) : [];
        File.Delete(path);
        return calls;
    }

    /// <summary>Closes the open request with a text in it; what its author wrote is not the last run's any more.</summary>
    public void Close(string text, bool isMerged = false)
    {
        File.Delete(Path.Combine(folder, "open"));
        var request = new { number = 7, iid = 7, mergedAt = isMerged ? "2026-01-01T00:00:00Z" : null, body = text, description = text };
        File.WriteAllText(Path.Combine(folder, "closed"), System.Text.Json.JsonSerializer.Serialize(new[] { request }));
    }

    /// <summary>A file that the last job's run has left.</summary>
    public string Text(string file) => File.ReadAllText(Path.Combine(Checkout, "obj", "detectkit", file));

    public string? Branch() =>
        IsolatedGit.TryRun(Remote, "rev-parse", "-q", "--verify", "refs/heads/detectkit/autotune") is (0, var sha, _) ? sha : null;

    /// <summary>Lets somebody push to the branch while the next job tunes.</summary>
    public void LetSomebodyPush() => File.WriteAllText(Path.Combine(folder, "intruder"), "");

    /// <summary>Runs the steps in a new clone, until one fails.</summary>
    public (int Code, string Output) Run(IReadOnlyList<WorkflowStep> steps)
    {
        jobs++;
        IsolatedGit.Run(folder, "clone", "-q", "--branch", "main", "file://" + Remote, Checkout);
        var variables = new Dictionary<string, string>
        {
            ["SERVICE"] = folder,
            ["HOME"] = folder,
            ["GITHUB_ENV"] = Path.Combine(folder, $"env {jobs}"),
            ["GITHUB_REF_NAME"] = "main",
            ["CI_PROJECT_DIR"] = Checkout,
            ["CI_SERVER_HOST"] = "gitlab.example.org",
            ["CI_PROJECT_PATH"] = "shop/metrics",
            ["CI_PROJECT_ID"] = "42",
            ["CI_COMMIT_BRANCH"] = "main",
            ["CI_API_V4_URL"] = "https://gitlab.example.org/api/v4",
            ["AUTOTUNE_TOKEN"] = "secret",
            ["SYSTEM_COLLECTIONURI"] = "https://azure.example.org/shop/",
            ["SYSTEM_TEAMPROJECT"] = "shop",
            ["BUILD_REPOSITORY_NAME"] = "metrics",
            ["BUILD_SOURCEBRANCHNAME"] = "main",
        };
        var output = "";
        foreach (var step in steps)
        {
            var environment = variables.Concat(step.Environment.Select(e => KeyValuePair.Create(e.Key, Expand(e.Value)))).ToDictionary(e => e.Key, e => e.Value);
            var script = Path.Combine(folder, "step.sh");
            File.WriteAllText(script, step.Script);
            var exports = string.Concat(environment.Select(e => $"export {e.Key}='{e.Value}'; "));
            var (code, said) = CleanShell.Run(Checkout, $"{exports} PATH='{folder}/bin':\"$PATH\" bash '{script}'");
            output += said;
            if (code != 0)
            {
                return (code, output);
            }

            foreach (var line in File.Exists(variables["GITHUB_ENV"]) ? File.ReadAllLines(variables["GITHUB_ENV"]) : [])
            {
                variables[line.Split('=')[0]] = line.Split('=', 2)[1];
            }

            foreach (Match set in AzureVariable().Matches(said))
            {
                variables[set.Groups["name"].Value] = set.Groups["value"].Value;
            }
        }

        return (0, output);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // What the services put in before a shell sees it.
    private string Expand(string value) => value
        .Replace("${{ github.token }}", "secret", StringComparison.Ordinal)
        .Replace("$(System.AccessToken)", "secret", StringComparison.Ordinal)
        .Replace("$(Pipeline.Workspace)", folder, StringComparison.Ordinal)
        .Replace("$CI_PROJECT_DIR", Checkout, StringComparison.Ordinal);

    [GeneratedRegex(@"^##vso\[task\.setvariable variable=(?<name>\w+)\](?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex AzureVariable();
}
