using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using TheirStyle = YamlDotNet.Core.ScalarStyle;

namespace Detectkit.Yaml.Editing;

/// <summary>Writes a whole new file: YamlDotNet lays it out, and quotes what it takes for anything but a string or what Python detectkit would.</summary>
internal static class NewFileText
{
    private const int Indentation = 2;
    private const int LongestKey = 1024;

    private static readonly NodeText Layout = new("\n", Indentation, isJson: false);

    /// <summary>The nodes as a document's text, which ends in a line break.</summary>
    public static string Write(YamlMapping root)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(Indentation, int.MaxValue, isCanonical: false, LongestKey, skipAnchorName: false, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(emitter, root, inFlow: false);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, YamlNode node, bool inFlow)
    {
        var isFlow = inFlow || !Layout.IsBlock(node);
        switch (node)
        {
            case YamlMapping mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isFlow ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in MappingKeys.Effective(mapping))
                {
                    Emit(emitter, entry.Key, inFlow: true);
                    Emit(emitter, entry.Value, isFlow);
                }

                emitter.Emit(new MappingEnd());
                break;
            case YamlSequence list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isFlow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items)
                {
                    Emit(emitter, item, isFlow);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case YamlScalar scalar:
                emitter.Emit(Scalar(scalar, inFlow));
                break;
        }
    }

    private static Scalar Scalar(YamlScalar scalar, bool inFlow)
    {
        if (scalar.Value is not TextScalar { Value: var text })
        {
            return new Scalar(AnchorName.Empty, TagName.Empty, Layout.Inline(scalar), TheirStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);
        }

        var written = inFlow ? ScalarText.InFlow(text) : ScalarText.InBlock(text);
        var style = !inFlow && LiteralText.Fits(text) ? TheirStyle.Literal
            : written == text ? TheirStyle.Plain
            : written[0] == '\'' ? TheirStyle.SingleQuoted
            : TheirStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }
}
