namespace Detectkit.Build.Worker.Loading;

/// <summary>A metric's query as it is written.</summary>
/// <param name="Template">The text, template variables not yet filled in.</param>
/// <param name="FullPath">The file that holds it; <c>null</c> where it stands in the metric's own.</param>
internal sealed record QuerySource(string Template, string? FullPath);
