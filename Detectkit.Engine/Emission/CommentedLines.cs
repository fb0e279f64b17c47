using Detectkit.Configuration;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>Finds the comments beside values that an edit changes.</summary>
internal static class CommentedLines
{
    /// <summary>Compares a file before and after an edit.</summary>
    /// <returns>The comments beside values that differ or are gone, in file order; none where either text is not valid YAML.</returns>
    public static ValueList<CommentedChange> Changed(string before, string after)
    {
        if (YamlReader.Read(before).Root is not { } old || YamlReader.Read(after).Root is not { } now)
        {
            return [];
        }

        var comparison = new Comparison(new LineComments(before), new LineComments(after));
        comparison.Node(old, now, null, null);
        return comparison.Changes;
    }

    private sealed class Comparison(LineComments before, LineComments after)
    {
        private readonly SortedDictionary<int, CommentedChange> changes = [];

        public ValueList<CommentedChange> Changes => changes.Values.ToValueList();

        /// <summary>Compares two nodes, each under its key or in a list.</summary>
        /// <returns>Whether they differ on the line of the key itself, or in entries that are new or gone.</returns>
        public bool Node(YamlNode old, YamlNode now, YamlNode? oldKey, YamlNode? newKey)
        {
            if (NodeMeaning.Same(old, now))
            {
                return false;
            }

            var isBelow = (old, now) switch
            {
                (YamlMapping { IsFlow: false, Alias: null } a, YamlMapping { IsFlow: false, Alias: null } b) => Entries(a, b),
                (YamlSequence { IsFlow: false, Alias: null } a, YamlSequence { IsFlow: false, Alias: null } b) => Items(a, b),
                _ => (bool?)null,
            };
            if (isBelow is null)
            {
                Lines(oldKey ?? old, old, after.Code((newKey ?? now).Span.Start.Line));
                return true;
            }

            if (isBelow.Value && oldKey is not null && before.Comment(oldKey.Span.Start.Line) is { } comment)
            {
                var line = oldKey.Span.Start.Line;
                changes[line] = new CommentedChange(line, before.Code(line), before.Code(line), comment);
            }

            return false;
        }

        private bool Entries(YamlMapping old, YamlMapping now)
        {
            var differs = now.Entries.Any(n => !old.Entries.Any(o => NodeMeaning.Same(o.Key, n.Key)));
            foreach (var entry in old.Entries)
            {
                if (now.Entries.LastOrDefault(n => NodeMeaning.Same(n.Key, entry.Key)) is { } other)
                {
                    differs |= Node(entry.Value, other.Value, entry.Key, other.Key);
                }
                else
                {
                    Lines(entry.Key, entry.Value, null);
                    differs = true;
                }
            }

            return differs;
        }

        // Those that stay tell which of the others stand in the place of which.
        private bool Items(YamlSequence old, YamlSequence now)
        {
            var (at, differs) = (0, false);
            var waiting = new Queue<YamlNode>();
            foreach (var item in now.Items.Append(null))
            {
                var stays = at;
                while (item is not null && stays < old.Items.Count && !NodeMeaning.Same(old.Items[stays], item))
                {
                    stays++;
                }

                if (item is not null && stays == old.Items.Count)
                {
                    waiting.Enqueue(item);
                    continue;
                }

                for (; at < stays || (item is null && at < old.Items.Count); at++)
                {
                    if (waiting.TryDequeue(out var other))
                    {
                        differs |= Node(old.Items[at], other, null, null);
                    }
                    else
                    {
                        Lines(old.Items[at], old.Items[at], null);
                        differs = true;
                    }
                }

                at = stays + 1;
                differs |= waiting.Count > 0;
                waiting.Clear();
            }

            return differs;
        }

        private void Lines(YamlNode from, YamlNode to, string? now)
        {
            for (var line = from.Span.Start.Line; line <= to.Span.End.Line; line++)
            {
                if (before.Comment(line) is { } comment)
                {
                    changes[line] = new CommentedChange(line, before.Code(line), now, comment);
                }
            }
        }
    }
}

/// <summary>A comment beside a value that an edit changes: it may speak of the value that is gone.</summary>
/// <param name="Line">Its line in the text before, from 1.</param>
/// <param name="Before">What stands before the comment, such as <c>threshold: 6.0</c>.</param>
/// <param name="After">What stands there afterwards; null where nothing does, the same where what changes stands in the lines below.</param>
/// <param name="Comment">The comment's words.</param>
internal sealed record CommentedChange(int Line, string Before, string? After, string Comment);
