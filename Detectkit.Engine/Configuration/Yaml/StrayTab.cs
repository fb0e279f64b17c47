using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Detectkit.Configuration.Yaml;

/// <summary>Tabs outside quotes, blocks and comments, which the reference's loader takes nowhere.</summary>
internal static class StrayTab
{
    /// <summary>The first such tab, or null. Of a text that breaks off in the middle, as far as its tokens go.</summary>
    public static YamlFault? Find(string text, TextLines lines)
    {
        var tab = text.IndexOf('\t');
        if (tab < 0)
        {
            return null;
        }

        try
        {
            var scanner = new Scanner(new StringReader(text), skipComments: false);
            while (tab >= 0 && scanner.MoveNext())
            {
                var token = scanner.Current!;
                if (tab < token.Start.Index)
                {
                    break;
                }

                if (MayHoldTabs(token))
                {
                    tab = tab < token.End.Index ? text.IndexOf('\t', (int)Math.Min(token.End.Index, text.Length)) : tab;
                }
                else if (tab < token.End.Index)
                {
                    break;
                }
            }
        }
#pragma warning disable CA1031 // The scanner throws whatever comes on some broken texts; the parser has met the same and says so.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return null;
        }

        return tab < 0
            ? null
            : new YamlFault(Rules.YamlTab, lines.Character(tab), "A tab may only stand in quotes, in a block text or in a comment; use spaces.");
    }

    private static bool MayHoldTabs(Token token) =>
        token is Comment or Scalar { Style: not ScalarStyle.Plain };
}
