namespace Detectkit.Build.Git;

/// <summary>Where the result of a tuning run goes: the one branch that autotune owns.</summary>
/// <param name="ProjectRoot">The folder of the project file; the repository that holds it is the one written to.</param>
/// <param name="Branch">The branch, without <c>refs/heads/</c>.</param>
/// <param name="Base">What the commit is built on, in any form git understands: <c>HEAD</c>, a branch, a tag, an id.</param>
/// <param name="Force">Whether commits of others on the branch may be replaced.</param>
internal sealed record TuningBranch(string ProjectRoot, string Branch = "detectkit/autotune", string Base = "HEAD", bool Force = false)
{
    /// <summary>The full name of the reference.</summary>
    public string ReferenceName => "refs/heads/" + Branch;
}
