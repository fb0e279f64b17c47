namespace Detectkit.Yaml;

/// <summary>A YAML document as a tree, or the one reason why there is none.</summary>
/// <param name="Root">The root node; null where the text is broken or holds no document.</param>
/// <param name="Fault">What is wrong with the text; null where nothing is.</param>
internal sealed record YamlReading(YamlNode? Root, YamlFault? Fault);

/// <summary>Why a text is no YAML document that the reference could load.</summary>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="Span">Where.</param>
/// <param name="Message">One line: what is wrong and what is allowed.</param>
internal sealed record YamlFault(Rule Rule, SourceSpan Span, string Message);
