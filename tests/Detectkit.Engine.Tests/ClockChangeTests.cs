using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests;

public class ClockChangeTests
{
    [Theory]
    [InlineData("2026-10-25 02:30:00", "exists twice", 0)]
    [InlineData("2026-03-29 02:30:00", "does not exist", 1)]
    public void A_local_time_that_clocks_show_twice_or_not_at_all_is_a_warning_that_says_which_is_taken(string time, string words, int utcHour)
    {
        foreach (var quote in new[] { "\"", "" })
        {
            var reading = LabelReader.Read("incidents/a.yml", $"timezone: Europe/Oslo\nincidents:\n  - at: {quote}{time}{quote}\n");

            var finding = Assert.Single(reading.Findings);
            Assert.Equal(Rules.IncidentClockChange, finding.Rule);
            Assert.Contains(words, finding.Message, StringComparison.Ordinal);
            Assert.Contains($"0{utcHour}:30:00 UTC", finding.Message, StringComparison.Ordinal);
            Assert.Equal(utcHour, reading.Labels!.Incidents[0].Start.Hour);
            Assert.Equal((3, 9), (finding.Span.Start.Line, finding.Span.Start.Column));
        }
    }

    [Theory]
    [InlineData("2026-10-25 01:59:59")]
    [InlineData("2026-10-25 03:00:00")]
    [InlineData("2026-03-29 01:59:59")]
    [InlineData("2026-03-29 03:00:00")]
    [InlineData("2026-07-01 02:30:00")]
    public void Every_other_time_is_none(string time) =>
        Assert.Empty(LabelReader.Read("incidents/a.yml", $"timezone: Europe/Oslo\nincidents:\n  - {{at: \"{time}\"}}\n").Findings);

    [Fact]
    public void A_time_with_an_offset_is_unmistakable() =>
        Assert.DoesNotContain(
            LabelReader.Read("incidents/a.yml", "timezone: Europe/Oslo\nincidents:\n  - at: 2026-10-25T02:30:00Z\n").Findings, f => f.Rule == Rules.IncidentClockChange);
}
