using Detectkit.Configuration;
using Detectkit.Runtime;
using Detectkit.Yaml;

namespace Detectkit.Build.Inputs;

/// <summary>Traces a place in a query to the file in which the query is written.</summary>
internal static class QueryPlaceInFile
{
    /// <summary>A finding about a query, where it is written: in a file of its own or in the metric.</summary>
    public static Finding Finding(MetricFile file, string? queryFile, MetricFailure failure)
    {
        if (queryFile is { } path)
        {
            var (line, column) = (failure.Place?.Line ?? 1, Math.Max(1, failure.Place?.Column ?? 1));
            var place = new SourcePosition(0, line, column);
            return new Finding(failure.Rule, path, new SourceSpan(place, place), $"{failure.Message} (metric '{file.DisplayName}')");
        }

        return file.Finding(failure.Rule, failure.Message, failure.Place is { } at ? Trace(file, at) : file.PlaceOf("query"));
    }

    private static SourceSpan Trace(MetricFile file, QueryPlace place)
    {
        var whole = file.PlaceOf("query");
        if (file.Reading.Root?.Find("query")?.Value is not YamlScalar scalar || FileDecoding.Read(file.Content.ToArray()).Text is not { } text)
        {
            return whole;
        }

        // A literal block keeps its lines, from the one below its indicator on; other styles fold them.
        var lines = text.Split('\n');
        if (whole.Start.Index < text.Length && text[whole.Start.Index] == '|')
        {
            var (row, content) = (whole.Start.Line + place.Line - 1, scalar.Text.Split('\n'));
            return row < lines.Length && place.Line <= content.Length && Indentation(lines[row], content[place.Line - 1]) is { } indentation
                ? At(row + 1, indentation + Math.Max(1, place.Column))
                : whole;
        }

        var isOneLine = !scalar.Text.Contains('\n', StringComparison.Ordinal) && whole.Start.Line == whole.End.Line;
        return isOneLine && place.Column > 0
            && lines[whole.Start.Line - 1].IndexOf(scalar.Text, Math.Max(0, whole.Start.Column - 1), StringComparison.Ordinal) is >= 0 and var start
            ? At(whole.Start.Line, start + place.Column)
            : whole;
    }

    private static int? Indentation(string line, string content)
    {
        var written = line.TrimEnd('\r');
        return written.EndsWith(content, StringComparison.Ordinal) ? written.Length - content.Length : null;
    }

    private static SourceSpan At(int line, int column)
    {
        var place = new SourcePosition(0, line, column);
        return new SourceSpan(place, place);
    }
}
