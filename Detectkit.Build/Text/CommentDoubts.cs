using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Build.Text;

/// <summary>Comments beside values that change, in words: somebody may have agreed on the value that is gone.</summary>
internal static class CommentDoubts
{
    // More would be the diff itself.
    private const int Most = 3;

    /// <summary>A few words per comment.</summary>
    public static IEnumerable<string> Of(ValueList<CommentedChange> changes) => changes.Take(Most).Select(Words)
        .Concat(changes.Count > Most ? [string.Create(CultureInfo.InvariantCulture, $"{changes.Count - Most} more commented values change")] : []);

    private static string Words(CommentedChange change)
    {
        var comment = "“" + Text.Words.Line(change.Comment) + "” ";
        return change.After is null ? comment + "goes with " + Code(change.Before)
            : change.After == change.Before ? comment + "stands at " + Code(change.Before) + ", which changes"
            : comment + "stays at " + Code(change.Before) + ", now " + Code(change.After);
    }

    private static string Code(string text) => "`" + text.Replace('`', '\'').ReplaceLineEndings(" ") + "`";
}
