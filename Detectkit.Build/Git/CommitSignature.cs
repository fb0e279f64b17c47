using System.Globalization;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Who commits, and when.</summary>
internal static class CommitSignature
{
    // What git itself strips from the ends of a name, and never allows inside.
    private static readonly char[] EndJunk = [' ', '.', ',', ':', ';', '<', '>', '"', '\\', '\''];

    /// <summary>Takes the name from git's configuration and the date from the request.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="request">The request with clock and <c>SOURCE_DATE_EPOCH</c>.</param>
    /// <returns>The author and committer.</returns>
    /// <exception cref="GitRefusedException"><c>SOURCE_DATE_EPOCH</c> is not a number of seconds.</exception>
    public static Signature Make(ProjectRepository repository, TuningCommitRequest request)
    {
        var name = Clean(repository.Configuration.Text("user.name"));
        var email = Clean(repository.Configuration.Text("user.email"));
        return name.Length == 0 || email.Length == 0
            ? new Signature("Detectkit", "detectkit@localhost", When(request))
            : new Signature(name, email, When(request));
    }

    private static DateTimeOffset When(TuningCommitRequest request)
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
                $"SOURCE_DATE_EPOCH is '{request.SourceDateEpoch}': a whole number of seconds since 1970-01-01 UTC is allowed, or unset it to date the commit by the clock");
    }

    private static string Clean(string? text) =>
        new string([.. (text ?? "").Where(c => !char.IsControl(c) && c is not ('<' or '>'))]).Trim(EndJunk);
}
