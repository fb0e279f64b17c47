using System.Globalization;
using LibGit2Sharp;

namespace Detectkit.Build.Git;

/// <summary>Who commits, and when.</summary>
internal static class CommitSignature
{
    // What git itself strips from the ends of a name, and never allows inside.
    private static readonly char[] EndJunk = [' ', '.', ',', ':', ';', '<', '>', '"', '\\', '\''];

    /// <summary>The <c>author</c> or <c>committer</c> as git finds it, but for what git makes up of account and machine: that is Detectkit.</summary>
    public static Signature Of(ProjectRepository repository, string role, DateTimeOffset when)
    {
        var configuration = repository.Configuration;
        var mustBeConfigured = configuration.IsTrue("user.useconfigonly");
        var name = Clean(Configured("name"));
        var email = Clean(Configured("email") ?? (mustBeConfigured ? null : Environment.GetEnvironmentVariable("EMAIL")));
        return (name.Length > 0 && email.Length > 0, mustBeConfigured) switch
        {
            (true, _) => new Signature(name, email, when),
            (false, true) => throw new GitException(GitFailure.Nobody(role)),
            _ => new Signature("Detectkit", "detectkit@localhost", when),
        };

        string? Configured(string field) =>
            Environment.GetEnvironmentVariable($"GIT_{role}_{field}".ToUpperInvariant()) ?? configuration.Text($"{role}.{field}") ?? configuration.Text("user." + field);
    }

    /// <summary>The date of the commit, to the second.</summary>
    public static DateTimeOffset When(TuningCommitRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.SourceDateEpoch))
        {
            var now = request.Clock.GetLocalNow();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
        }

        return long.TryParse(request.SourceDateEpoch.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new GitException(GitFailure.NoDate(request.SourceDateEpoch));
    }

    public static (string Name, string Value)[] Variables(string role, Signature who)
    {
        var offset = who.When.Offset;
        var date = string.Create(CultureInfo.InvariantCulture, $"@{who.When.ToUnixTimeSeconds()} {(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}");
        return [($"GIT_{role}_NAME", who.Name), ($"GIT_{role}_EMAIL", who.Email), ($"GIT_{role}_DATE", date)];
    }

    private static string Clean(string? text) =>
        new string([.. (text ?? "").Where(c => !char.IsControl(c) && c is not ('<' or '>'))]).Trim(EndJunk);
}
