using YamlDotNet.RepresentationModel;
using OtherNode = YamlDotNet.RepresentationModel.YamlNode;
using Ours = Detectkit.Yaml;
using TheirStyle = YamlDotNet.Core.ScalarStyle;

namespace Detectkit.Yaml.Editing;

/// <summary>
/// Reads emitted text with another parser. What we write is read by many: where both parsers read a file alike, they must read what becomes
/// of it alike.
/// </summary>
internal sealed class SecondOpinion
{
    private readonly Lazy<bool> isAsked;

    public SecondOpinion() => isAsked = new Lazy<bool>(true);

    /// <param name="original">The text before; where the other parser does not read it as ours does, it has no say.</param>
    /// <param name="root">What ours reads it as.</param>
    public SecondOpinion(string original, Ours.YamlNode root) => isAsked = new Lazy<bool>(() => Reads(original, root));

    public bool Agrees(string text, Ours.YamlNode root) => !isAsked.Value || Reads(text, root);

    private static bool Reads(string text, Ours.YamlNode root)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && Same(stream.Documents[0].RootNode, root);
        }
#pragma warning disable CA1031 // The other parser fails in many ways, none of which is ours to know.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    // As written: aliases looked through, merges and types left alone, which are the reader's.
    private static bool Same(OtherNode theirs, Ours.YamlNode ours) => (theirs, ours) switch
    {
        (YamlScalarNode a, YamlScalar b) => a.Value == b.Text && (a.Style == TheirStyle.Plain) == b.IsPlain,
        (YamlSequenceNode a, YamlSequence b) => a.Children.Count == b.Items.Count && a.Children.Zip(b.Items).All(p => Same(p.First, p.Second)),
        (YamlMappingNode a, YamlMapping b) => a.Children.Count == b.Entries.Count
            && a.Children.Zip(b.Entries).All(p => Same(p.First.Key, p.Second.Key) && Same(p.First.Value, p.Second.Value)),
        _ => false,
    };
}
