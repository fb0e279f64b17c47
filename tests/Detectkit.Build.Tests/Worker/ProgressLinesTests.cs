using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Worker;

public sealed class ProgressLinesTests
{
    [Fact]
    public void A_line_says_how_far_which_what_and_how_long()
    {
        var (lines, _, output) = Lines(12);

        lines.Write(["above"], "orders", "mad  0.58 -> 0.71", TimeSpan.FromSeconds(0.14));

        Assert.Equal("\u0002above\n[1/12] orders  mad  0.58 -> 0.71  0.14 s\n", output.ToString());
    }

    [Fact]
    public void The_time_left_is_estimated_once_enough_metrics_have_ended_and_only_where_it_is_long()
    {
        var (lines, clock, output) = Lines(40);
        for (var i = 0; i < 40; i++)
        {
            clock.Now += TimeSpan.FromSeconds(2);
            lines.Write([], "m", "done", TimeSpan.Zero);
        }

        var written = output.ToString().Split('\n');
        Assert.All(written[..4], line => Assert.DoesNotContain("left", line, StringComparison.Ordinal));
        Assert.EndsWith("  about 2 min left", written[4], StringComparison.Ordinal);
        Assert.EndsWith("  about 30 s left", written[24], StringComparison.Ordinal);
        Assert.All(written[35..], line => Assert.DoesNotContain("left", line, StringComparison.Ordinal));
    }

    private static (ProgressLines Lines, MovedClock Clock, StringWriter Output) Lines(int total)
    {
        var (clock, output) = (new MovedClock(), new StringWriter());
        return (new ProgressLines(new WorkerLog(output, new Secrets()), clock, total), clock, output);
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
