namespace Detectkit.Build.Git;

/// <summary>A fact that needs the rights to give a folder to another user and is skipped, saying so, without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.UserName == "root" ? null : "needs to run as root, who alone can give a folder away";
}
