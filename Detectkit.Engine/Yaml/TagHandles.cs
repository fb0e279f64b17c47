namespace Detectkit.Yaml;

/// <summary>What the short forms of tags stand for.</summary>
internal sealed class TagHandles(TokenScanner scanner)
{
    private readonly Dictionary<string, string> prefixes = new(StringComparer.Ordinal);

    public bool ReadDirectives()
    {
        var hasVersion = false;
        var hasAny = false;
        while (scanner.Current.Kind == TokenKind.Directive)
        {
            var token = scanner.Read();
            hasAny = true;
            if (token.Handle is { } handle)
            {
                if (prefixes.ContainsKey(handle))
                {
                    scanner.Fail(token.Start, "the handle '" + handle + "' is defined twice");
                }

                prefixes[handle] = token.Text.Substring("TAG ".Length);
            }
            else if (token.Text == "YAML")
            {
                if (hasVersion)
                {
                    scanner.Fail(token.Start, "%YAML stands here twice");
                }

                hasVersion = true;
            }
        }

        return hasAny;
    }

    public string Resolve(YamlToken tag)
    {
        if (tag.Handle is not { } handle)
        {
            return tag.Text;
        }

        if (prefixes.TryGetValue(handle, out var prefix))
        {
            return prefix + tag.Text;
        }

        if (handle is not ("!" or "!!"))
        {
            scanner.Fail(tag.Start, "the handle '" + handle + "' is not defined by a %TAG directive");
        }

        return (handle == "!!" ? "tag:yaml.org,2002:" : "!") + tag.Text;
    }
}
