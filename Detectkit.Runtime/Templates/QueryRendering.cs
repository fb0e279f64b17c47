using System.Globalization;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;

namespace Detectkit.Runtime.Templates;

/// <summary>What a query's template can name.</summary>
internal sealed record TemplateValues(DateTime? From, DateTime To, int IntervalSeconds);

/// <summary>A template with its variables filled in.</summary>
internal sealed record RenderedQuery(string Text, bool NamesRange);

/// <summary>A query as it is written: SQL with <c>{{ variable }}</c>, <c>{% if %}</c> and <c>{% for %}</c>.</summary>
internal static partial class QueryRendering
{
    private const string Start = "dtk_start_time";
    private const string End = "dtk_end_time";
    private const string Interval = "interval_seconds";

    // A loop that never ends must not hang the build; no query comes near this many steps.
    private const int MostSteps = 100_000;

    private static readonly FluidParser Parser = new(new FluidParserOptions { AllowParentheses = true });

    /// <summary>Fills in the variables.</summary>
    /// <exception cref="LoadingFailedException">The template is not valid, names an unknown variable or a start that is not set.</exception>
    public static RenderedQuery Render(string template, TemplateValues values)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return new RenderedQuery(template, false);
        }

        // Python detectkit's templates have comments that Liquid has not; their lines stay, so that places still hold.
        var text = Comment().Replace(template, m => new string('\n', m.Value.Count(c => c == '\n')));
        if (!Parser.TryParse(text, out var parsed, out var error))
        {
            throw new LoadingFailedException(RuntimeRules.TemplateInvalid, "the query's template cannot be read: " + error.ReplaceLineEndings(" "), QueryPlace.From(PlaceInError().Match(error)));
        }

        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var context = new TemplateContext(new TemplateOptions { MaxSteps = MostSteps, CultureInfo = CultureInfo.InvariantCulture });
        context.Undefined = name =>
        {
            unknown.Add(name);
            return ValueTask.FromResult<FluidValue>(NilValue.Instance);
        };
        context.SetValue(End, new StringValue(Format(values.To)));
        context.SetValue(Interval, NumberValue.Create(values.IntervalSeconds));
        if (values.From is { } from)
        {
            context.SetValue(Start, new StringValue(Format(from)));
        }

        string query;
        try
        {
            query = parsed.Render(context);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FluidException)
        {
            throw new LoadingFailedException(RuntimeRules.TemplateInvalid, "the query's template cannot be filled in: " + e.Message.ReplaceLineEndings(" "), null, e);
        }

        Refuse(unknown, text);
        return new RenderedQuery(query, NamedVariable(text, Start) is not null || NamedVariable(text, End) is not null);
    }

    /// <summary>The line of the template from which a line of the query came.</summary>
    public static QueryPlace? PlaceInTemplate(string template, string query, QueryPlace place)
    {
        var (written, run) = (template.Split('\n'), query.Split('\n'));
        if (place.Line > run.Length)
        {
            return null;
        }

        if (written.Length == run.Length)
        {
            // Values have no line breaks, so lines can only have come or gone with tags.
            return written[place.Line - 1].TrimEnd('\r') == run[place.Line - 1].TrimEnd('\r') ? place : place with { Column = 0 };
        }

        var alike = Enumerable.Range(0, written.Length).Where(i => written[i].Trim() == run[place.Line - 1].Trim()).ToList();
        return alike.Count == 1 ? place with { Line = alike[0] + 1 } : null;
    }

    private static void Refuse(SortedSet<string> unknown, string text)
    {
        if (unknown.Remove(Start))
        {
            throw new LoadingFailedException(
                RuntimeRules.StartMissing,
                $"the query asks for '{Start}' but no start is set: give the metric a 'loading_start_time', or run with -p:AutotuneFrom=YYYY-MM-DD",
                NamedVariable(text, Start));
        }

        if (unknown.Count > 0)
        {
            var name = unknown.Min!;
            throw new LoadingFailedException(
                RuntimeRules.TemplateInvalid, $"the query's template names '{name}', which is not known; there are {Start}, {End} and {Interval}", NamedVariable(text, name));
        }
    }

    private static QueryPlace? NamedVariable(string text, string name)
    {
        foreach (Match tag in Tag().Matches(text))
        {
            var at = Regex.Match(tag.Value, @"(?<![\w.'""])" + Regex.Escape(name) + @"(?!\w)", RegexOptions.CultureInvariant);
            if (at.Success)
            {
                return QueryPlace.At(text, tag.Index + at.Index);
            }
        }

        return null;
    }

    private static string Format(DateTime timestamp) => timestamp.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{#.*?#\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"at \((\d+):(\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceInError();
}
