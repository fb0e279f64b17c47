namespace Detectkit.Build.Git;

/// <summary>Programs that lie in the project under the names of those that a run starts.</summary>
public sealed class ProgramSearchTests
{
    private static readonly string Path0 = Environment.GetEnvironmentVariable("PATH")!;

    [Theory]
    [InlineData(".:{0}")]
    [InlineData(":{0}")]
    [InlineData("metrics:tools/bin:./:{0}")]
    [InlineData("{0}:")]
    public void A_git_in_the_project_is_not_run_for_the_one_on_the_path(string path)
    {
        using var repository = TemporaryRepository.WithMetric(attributes: "*.yml filter=upper\n");
        repository.Git("config", "filter.upper.clean", "tr a-z A-Z");
        var marker = Plant(repository, "git", "tr");
        var child = new ChildCommit(repository) { ["PATH"] = string.Format(null, path, Path0) };

        Assert.Equal("Committed", child.Tune());

        Assert.False(File.Exists(marker));
        Assert.Equal("NAME: ORDERS # TUNED", repository.Git("show", "detectkit/autotune:" + TemporaryRepository.Metric));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("metrics::tools/bin")]
    public void Without_an_absolute_folder_on_the_path_no_git_is_run(string path)
    {
        using var repository = TemporaryRepository.WithMetric();
        var marker = Plant(repository, "git");
        var child = new ChildCommit(repository) { ["PATH"] = path, ["GIT_CONFIG_NOSYSTEM"] = null };

        Assert.Equal("Committed", child.Tune());

        Assert.False(File.Exists(marker));
        Assert.Equal("Ada Example", repository.Git("log", "-1", "--format=%an", "detectkit/autotune"));
    }

    [Fact]
    public void No_hook_runs()
    {
        using var repository = TemporaryRepository.WithMetric();
        var marker = Plant(repository, "reference-transaction", "post-commit", "pre-commit");
        repository.Git("config", "core.hooksPath", "tools/bin");

        Outcome.Committed(repository.Tune());

        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("openpgp", "gpg")]
    [InlineData("x509", "gpgsm")]
    [InlineData("ssh", "ssh-keygen")]
    public void A_signing_program_in_the_project_is_not_run_for_the_one_on_the_path(string format, string program)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.format", format);
        repository.Git("config", "user.signingkey", "/no/such/key");
        var marker = Plant(repository, program);
        var child = new ChildCommit(repository) { ["PATH"] = $".::metrics:{Path0}" };

        Assert.StartsWith("DTK0513: ", child.Tune(), StringComparison.Ordinal);

        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("gpg.program", "./gpg")]
    [InlineData("gpg.program", "tools/bin/gpg")]
    [InlineData("gpg.openpgp.program", "../repo/gpg")]
    [InlineData("gpg.x509.program", "metrics/gpg")]
    [InlineData("gpg.ssh.program", "./gpg")]
    [InlineData("gpg.ssh.defaultKeyCommand", "./gpg --print")]
    [InlineData("gpg.ssh.defaultKeyCommand", "'metrics/gpg' --print")]
    public void A_signing_program_that_the_configuration_names_by_a_relative_path_is_refused(string key, string value)
    {
        using var repository = TemporaryRepository.WithMetric();
        repository.Git("config", "commit.gpgsign", "true");
        repository.Git("config", "gpg.format", key.Contains("ssh", StringComparison.Ordinal) ? "ssh" : key.Contains("x509", StringComparison.Ordinal) ? "x509" : "openpgp");
        repository.Git("config", key, value);
        var marker = Plant(repository, "gpg");

        var message = Outcome.Refused(BuildRules.SigningFailed, repository.Tune());

        Assert.Contains(key.ToUpperInvariant(), message.ToUpperInvariant(), StringComparison.Ordinal);
        Assert.Contains("relative path", message, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void Only_programs_in_absolute_folders_are_found()
    {
        using var folder = TemporaryRepository.Empty();
        var (texts, programs) = (Path.Combine(folder.Root, "texts"), Path.Combine(folder.Root, "programs"));
        Directory.CreateDirectory(Path.Combine(folder.Root, "folders", "git"));
        folder.Write("texts/git", "no program\n");
        folder.Write("programs/git", "#!/bin/sh\n");
        IsolatedGit.Program("chmod", folder.Root, "+x", "programs/git");

        Assert.Equal(Path.Combine(programs, "git"), ExternalProcess.Find("git", $"{Path.Combine(folder.Root, "folders")}:{texts}::.:{programs}", null));
        Assert.Null(ExternalProcess.Find("git", $"{texts}:{Path.GetRelativePath(Environment.CurrentDirectory, programs)}", null));
        Assert.Null(ExternalProcess.Find("git", null, null));
    }

    [Theory]
    [InlineData(".COM;.EXE;.BAT;.CMD", "git.EXE")]
    [InlineData(".exe", "git.exe")]
    [InlineData(".BAT;.CMD;.JS", null)]
    [InlineData("", null)]
    public void Where_extensions_tell_programs_only_those_that_need_no_shell_are_found(string extensions, string? found)
    {
        using var folder = TemporaryRepository.Empty();
        foreach (var file in (string[])["git", "git.bat", "git.BAT", "git.CMD", "git.exe", "git.EXE", "git.JS"])
        {
            folder.Write(file, "#!/bin/sh\n");
            IsolatedGit.Program("chmod", folder.Root, "+x", file);
        }

        Assert.Equal(found is null ? null : Path.Combine(folder.Root, found), ExternalProcess.Find("git", ".:" + folder.Root, extensions));
    }

    // Wherever a search that takes relative folders would look.
    private static string Plant(TemporaryRepository repository, params string[] names)
    {
        var marker = Path.Combine(repository.Beside, "planted");
        foreach (var file in names.SelectMany(name => (string[])[name, "metrics/" + name, "tools/bin/" + name]))
        {
            repository.Write(file, $"#!/bin/sh\ntouch '{marker}'\nexit 0\n");
            IsolatedGit.Program("chmod", repository.Root, "+x", file);
        }

        return marker;
    }
}
