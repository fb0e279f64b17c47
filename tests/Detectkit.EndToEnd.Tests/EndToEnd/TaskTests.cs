using Detectkit.Build.Git;

namespace Detectkit.Build.EndToEnd;

/// <summary>What the task does around the worker, with a shell script in the place of <c>dotnet</c>.</summary>
public sealed class TaskTests
{
    [Fact]
    public void The_worker_does_not_inherit_what_belongs_to_MSBuild()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = Autotune(repository, "env | sed 's/^/VARIABLE /'").Succeeds();

        Assert.Contains("VARIABLE PATH=", build.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("VARIABLE MSBuildSDKsPath", build.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("VARIABLE MSBuildExtensionsPath", build.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("VARIABLE MSBUILD_EXE_PATH", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_marked_as_diagnostics_become_diagnostics_and_others_do_not()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = Autotune(repository, "echo 'RESULT failed: Binder Error: no such column'; printf '\\001metrics/orders.yml(7,12): error DTK0003: text with {braces}\\n'").Fails();

        Assert.Equal("metrics/orders.yml(7,12): error DTK0003: text with {braces}", Assert.Single(build.Errors));
    }

    [Fact]
    public void A_worker_that_dies_is_one_error_and_what_it_said_is_in_a_file()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = Autotune(repository, "echo 'Fatal error.' >&2; echo '   at Somewhere()' >&2; exit 134").Fails();

        var path = Path.Combine(repository.Output, "worker-failure.txt");
        Assert.EndsWith($"error DTK0391: the worker ended with code 134; what it said is in {path}", Assert.Single(build.Errors), StringComparison.Ordinal);
        Assert.Equal("Fatal error.\n   at Somewhere()", File.ReadAllText(path));
        Assert.DoesNotContain("Somewhere", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_worker_is_one_error()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Autotune("-p:DetectkitWorkerAssembly=" + Path.Combine(repository.Root, "none.dll")).Fails();

        Assert.Contains("error DTK0391: the worker '", Assert.Single(build.Errors), StringComparison.Ordinal);
    }

    private static BuildResult Autotune(MetricsRepository repository, string script)
    {
        repository.Write("dotnet.sh", "#!/bin/sh\n" + script + "\n");
        var path = Path.Combine(repository.Root, "dotnet.sh");
        Assert.Equal(0, IsolatedGit.Program("chmod", repository.Root, "+x", path).ExitCode);
        return repository.Autotune("-p:DetectkitDotNet=" + path);
    }
}
