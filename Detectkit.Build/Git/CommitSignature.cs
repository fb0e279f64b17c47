using System.Globalization;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Who commits, and when.</summary>
internal static class CommitSignature
{
    // What git itself strips from the ends of a name, and never allows inside.
    private static readonly char[] EndJunk = [' ', '.', ',', ':', ';', '<', '>', '"', '\\', '\''];

    /// <summary>Asks git who it is that commits.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="role"><c>author</c> or <c>committer</c>.</param>
    /// <param name="when">When.</param>
    /// <returns>Who; Detectkit, where nobody is configured.</returns>
    /// <exception cref="GitRefusedException">Nobody is configured, and git must not make somebody up.</exception>
    public static Signature Of(ProjectRepository repository, string role, DateTimeOffset when)
    {
        if (Configured(repository, role) is ({ Length: > 0 } name, { Length: > 0 } email))
        {
            return new Signature(name, email, when);
        }

        return repository.Configuration.IsTrue("user.useconfigonly")
            ? throw new GitRefusedException(
                BuildRules.ConfigurationUnreadable,
                $"user.useConfigOnly is on and git's configuration has no name or no address of the {role}: run 'git config user.name NAME' and 'git config user.email ADDRESS', or set AutotuneCommit=false")
            : new Signature("Detectkit", "detectkit@localhost", when);
    }

    /// <summary>The date of the commit.</summary>
    /// <param name="request">The request with clock and <c>SOURCE_DATE_EPOCH</c>.</param>
    /// <returns>The date, to the second.</returns>
    /// <exception cref="GitRefusedException"><c>SOURCE_DATE_EPOCH</c> is not a number of seconds.</exception>
    public static DateTimeOffset When(TuningCommitRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.SourceDateEpoch))
        {
            var now = request.Clock.GetLocalNow();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
        }

        // The year 9999 is where dates end here.
        return long.TryParse(request.SourceDateEpoch.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new GitRefusedException(
                BuildRules.CommitDateInvalid,
                $"SOURCE_DATE_EPOCH is '{request.SourceDateEpoch}': write an integer, the seconds since 1970-01-01 UTC, or unset it to date the commit by the clock");
    }

    // Left to itself, git makes up a name of the user's account and an address of the machine's name: another one on every machine.
    private static (string Name, string Email) Configured(ProjectRepository repository, string role)
    {
        if (!repository.Configuration.IsToldByGit
            || GitProgram.Run(repository.WorkingTree, ["-c", "user.useConfigOnly=true", "var", $"GIT_{role.ToUpperInvariant()}_IDENT"]) is not { } answer)
        {
            var configuration = repository.Configuration;
            return (Clean(configuration.Text(role + ".name") ?? configuration.Text("user.name")), Clean(configuration.Text(role + ".email") ?? configuration.Text("user.email")));
        }

        // Name <address> seconds zone
        var (start, end) = (answer.Text.LastIndexOf('<'), answer.Text.LastIndexOf('>'));
        return answer.ExitCode == 0 && start >= 0 && end > start ? (answer.Text[..start].Trim(), answer.Text[(start + 1)..end]) : ("", "");
    }

    private static string Clean(string? text) =>
        new string([.. (text ?? "").Where(c => !char.IsControl(c) && c is not ('<' or '>'))]).Trim(EndJunk);
}
