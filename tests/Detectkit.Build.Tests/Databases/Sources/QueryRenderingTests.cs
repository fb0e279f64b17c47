using Detectkit.Runtime;
using Detectkit.Runtime.Templates;

namespace Detectkit.Build.Databases;

public sealed class QueryRenderingTests
{
    private static readonly TemplateValues Values = new(new DateTime(2026, 5, 1), new DateTime(2026, 5, 2, 3, 4, 5), 600);

    [Fact]
    public void Variables_are_filled_in_as_the_reference_writes_them() => Assert.Equal(
        "WHERE ts >= '2026-05-01 00:00:00' AND ts < '2026-05-02 03:04:05' GROUP BY 600",
        Render("WHERE ts >= '{{ dtk_start_time }}' AND ts < '{{dtk_end_time}}' GROUP BY {{ interval_seconds }}"));

    [Fact]
    public void Conditions_and_loops_are_carried_out() => Assert.Equal(
        "SELECT 600 AND x > '2026-05-01 00:00:00' 12",
        Render("SELECT {% if interval_seconds == 600 %}600{% else %}0{% endif %}{% if dtk_start_time %} AND x > '{{ dtk_start_time }}'{% endif %} {% for i in (1..2) %}{{ i }}{% endfor %}"));

    [Fact]
    public void Comments_vanish_and_leave_their_lines() => Assert.Equal("a\n\nb", Render("a{# one\n{{ two }} #}\nb"));

    [Fact]
    public void Braces_of_the_query_itself_stay() => Assert.Equal("SELECT {'a': 1}", Render("SELECT {'a': 1}"));

    [Fact]
    public void An_unknown_variable_is_refused_at_its_place()
    {
        var failure = Failure("SELECT 1\nWHERE ts > {{ start }}");

        Assert.Equal("the query's template names 'start', which is not known; there are dtk_start_time, dtk_end_time and interval_seconds", failure.Message);
        Assert.Equal(new QueryPlace(2, 15), failure.Place);
    }

    [Fact]
    public void A_start_that_is_not_set_names_both_ways_to_set_it()
    {
        var failure = Failure("WHERE ts > '{{ dtk_start_time }}'", Values with { From = null });

        Assert.Equal("DTK0402", failure.Rule.Id);
        Assert.Contains("'loading_start_time'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AutotuneFrom", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new QueryPlace(1, 16), failure.Place);
    }

    [Fact]
    public void A_start_that_is_not_asked_for_need_not_be_set() =>
        Assert.False(QueryRendering.Render("SELECT {{ interval_seconds }}", Values with { From = null }).NamesRange);

    [Theory]
    [InlineData("SELECT {{ dtk_end_time")]
    [InlineData("{% if dtk_end_time %} SELECT")]
    [InlineData("{% nonsense %}")]
    public void A_broken_template_is_refused(string template) => Assert.Equal("DTK0401", Failure(template).Rule.Id);

    [Fact]
    public void Loops_that_run_away_are_stopped() =>
        Assert.Equal("DTK0401", Failure("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}").Rule.Id);

    [Theory]
    [InlineData("a\nb {{ interval_seconds }}\nc", 3, 3)]
    [InlineData("{% if true %}\na\n{% endif %}\nc", 4, 4)]
    [InlineData("{%- if true -%}\na\n{%- endif %}\nc", 2, 4)]
    public void A_line_of_the_query_is_traced_to_its_line_in_the_template(string template, int line, int expected)
    {
        var query = Render(template);

        Assert.Equal(expected, QueryRendering.PlaceInTemplate(template, query, new QueryPlace(line, 1))?.Line);
    }

    private static string Render(string template) => QueryRendering.Render(template, Values).Text;

    private static MetricFailure Failure(string template, TemplateValues? values = null) =>
        Assert.Throws<LoadingFailedException>(() => QueryRendering.Render(template, values ?? Values)).Failure;
}
