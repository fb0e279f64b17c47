namespace Detectkit.Build.Sources;

/// <summary>A database that cannot be reached.</summary>
internal static class ConnectionFailure
{
    /// <summary>The failure of one that says no, without what the profile says: a connection's parts are nobody else's business.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="message">What the driver says.</param>
    /// <param name="cause">What it threw.</param>
    /// <returns>The failure.</returns>
    public static LoadingFailedException Of(ConnectionProfile profile, string message, Exception? cause = null) =>
        new(BuildRules.ConnectionFailed, $"profile '{profile.Name}': {profile.Hide(message).ReplaceLineEndings(" ")}", null, cause) { IsRefusal = true };

    /// <summary>The failure of one that does not answer, though it might when asked again.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="message">What the driver says.</param>
    /// <param name="cause">What it threw.</param>
    /// <returns>The failure.</returns>
    public static LoadingFailedException Unanswered(ConnectionProfile profile, string message, Exception cause) =>
        new(Of(profile, message).Failure, cause) { MayPass = true, IsRefusal = true };

    /// <summary>The failure of a connection that broke in the middle of a query: the next one may hold.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="message">What the driver says.</param>
    /// <param name="cause">What it threw.</param>
    /// <returns>The failure.</returns>
    public static LoadingFailedException Broken(ConnectionProfile profile, string message, Exception cause) =>
        new(Of(profile, "the connection broke: " + message).Failure, cause) { MayPass = true };
}
