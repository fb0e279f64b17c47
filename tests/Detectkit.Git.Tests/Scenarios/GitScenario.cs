using Detectkit.Build.Git;

namespace Detectkit.Build.EndToEnd;

/// <summary>A repository of some kind or in some state, and how tuning in it must end.</summary>
internal sealed record GitScenario(string Name)
{
    /// <summary>The id of the error that refuses the run; null where it commits.</summary>
    public string? Error { get; init; }

    /// <summary>The content of <c>.gitattributes</c> in the first commit.</summary>
    public string? Attributes { get; init; }

    /// <summary>Makes the repository what it is to be and returns the project in it.</summary>
    public Func<TemporaryRepository, TemporaryRepository> SetUp { get; init; } = repository => repository;

    public (string Name, string Value)[] Properties { get; init; } = [];

    /// <summary>The commit that the branch builds on.</summary>
    public string Base { get; init; } = "HEAD";

    /// <summary>What the commit changes.</summary>
    public string Changes { get; init; } = "M\t" + TemporaryRepository.Metric;

    /// <summary>What the run must say.</summary>
    public string Text { get; init; } = "";

    /// <summary>What else must hold of the project after the run.</summary>
    public Action<TemporaryRepository> Check { get; init; } = _ => { };

    /// <summary>Runs it from set-up to a sound repository.</summary>
    public void Verify()
    {
        using var repository = TuningWorker.Repository(Attributes);
        var project = SetUp(repository);
        var isRepository = IsolatedGit.TryRun(project.Root, "rev-parse", "--show-toplevel").ExitCode == 0;
        var (before, old) = (isRepository ? project.Untouchables() : "", isRepository ? Branch(project) : null);

        var (exitCode, text) = TuningWorker.Run(project.Root, Properties);

        Assert.Contains(Text, text, StringComparison.Ordinal);
        if (Error is null)
        {
            Assert.True(exitCode == 0, text);
            Assert.Equal(project.Git("rev-parse", Base), project.Git("rev-parse", "detectkit/autotune^"));
            Assert.Equal(Changes, project.Git("diff-tree", "-r", "--name-status", "--no-commit-id", "detectkit/autotune"));
            Assert.Equal(old ?? "", old is null ? "" : project.Git("rev-parse", "detectkit/autotune@{1}"));
        }
        else
        {
            Assert.NotEqual(0, exitCode);
            Assert.Contains($"error {Error}: ", text, StringComparison.Ordinal);
            Assert.Equal(old, isRepository ? Branch(project) : null);
        }

        if (isRepository)
        {
            Assert.Equal(before, project.Untouchables());
            project.AssertSound();
        }

        Check(project);
    }

    private static string? Branch(TemporaryRepository project) =>
        IsolatedGit.TryRun(project.Root, "rev-parse", "-q", "--verify", "refs/heads/detectkit/autotune") is (0, var sha, _) ? sha : null;
}
