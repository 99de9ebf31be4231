//! Texts that some reader between a spec and a running stack takes for something else.

/// Each is put into every place of a spec, alone and inside a text that is good there.
pub(crate) fn all() -> Vec<String> {
    let mut all: Vec<String> = TEXTS.iter().map(ToString::to_string).collect();
    all.push("x".repeat(70_000));
    all.push("x".repeat(60_000));
    all.push("ä".repeat(300));
    all.push("a.".repeat(200));
    all.push("{{".repeat(200));
    all.push("\"".repeat(200));
    all.push("$".repeat(201));
    all
}

const TEXTS: &[&str] = &[
    // Nothing much.
    "", " ", "  two  ", " leading", "trailing ", "\t", "a\tb", "a b",
    // What YAML takes for something else than text.
    "yes", "no", "on", "off", "y", "n", "true", "False", "null", "~", "=", "<<", ".inf", "-.inf",
    ".nan", "NaN", "1", "-1", "1e3", "1_000", "0x1f", "0x1F", "0o17", "017", "0b1", "12:30:45", "22:22",
    "1.5", "+1", "2001-12-14", "2001-12-14T21:59:43Z", "!!str x", "!binary x", "&anchor", "*alias",
    "? key", "- item", "-", "--", "---", "...", "--- x", "a: b", "a:", ": a", "a #b", "#b", "# b",
    "[", "]", "{", "}", "[a]", "{a: b}", "{}", "[]", ",", "|", ">", "|-", "%YAML 1.1", "@", "`", "'", "\"",
    "''", "\"\"", "'x", "\"x", "x'", "x\"", "it's", "say \"x\"", "\\", "\\n", "\\\"", "\\u0022", "x\\",
    // Line ends, as different readers have them; no character at all; direction.
    "a\nb", "a\nb: c", "\n", "a\n", "\na", "a\r\nb", "a\rb", "a\n---\nb", "a\n  - b", "a\n#", "a\u{b}b", "a\u{c}b",
    "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{feff}", "a\u{feff}b", "\0", "a\0b", "\u{1b}[31mred",
    "\u{7f}", "\u{80}", "\u{9b}", "\u{a0}", "a\u{a0}b", "\u{200b}", "\u{200e}", "\u{202e}reversed", "\u{2066}x\u{2069}",
    "\u{fffe}", "\u{ffff}", "\u{fffd}", "\u{e000}", "\u{10ffff}", "\u{1f980}", "e\u{301}", "\u{301}", "👩‍👩‍👧", "ﷺ", "İ", "ß",
    // Compose, shells, and Prometheus's external labels.
    "$", "$$", "$$$", "$HOME", "${HOME}", "${HOME", "$${HOME}", "${HOME:-x}", "${HOME:?x}", "$(id)", "`id`", "a;b", "a&&b",
    "a|b", "a>b", "*", "?", "~/x", "!x", "$1", "\\$HOME", "%h", "%HOME%",
    // Go's templates, minijinja's, Grafana's variables.
    "{{", "}}", "{{ . }}", "{{ $labels.job }}", "{{ $value }}", "{{ \"{{\" }}", "{{/*", "*/}}", "{{- x -}}", "{{`", "{{{", "{{ }", "}}{{",
    "{{ define \"x\" }}", "{{ template \"stackgen.title\" . }}", "{=", "=}", "{= x =}", "{= 7 * 7 =}", "{%", "%}", "{% raw %}", "{% endraw %}", "{% if %}",
    "{#", "#}", "{# x #}", "${datasource}", "$__rate_interval", "[[x]]",
    // PromQL and its matchers; regular expressions.
    "\"} or vector(1) #", "a=\"b\"", "a=\"b\",c=\"d\"", "a=~\".*\"", "} or up{", "job=\"x\"}", "a=\"b", "a=b", "a=\"\\\"", "(", ")", "(?i)", "[a", "a{2}", "a**", "\\d",
    "\\Q", "(?<a>b)", "(?P<a>b)", "(?=a)", "\\1", "\\pL", ".*", "^$", "a\\",
    // JSON, HTML and Markdown, SQL, TOML, paths.
    "*/", "/*", "//", "-->", "<!--", "<script>alert(1)</script>", "&amp;", "]]>", "' OR 1=1 --", "[table]", "a = 1", "\"\"\"", "'''",
    "..", ".", "../x", "../../etc/passwd", "/", "/etc/passwd", "a/b", "a//b", "a\\b", "C:\\x", ".stackgen/manifest.json", "a:b:c", "CON",
    // What looks like a URL, an address, an image.
    "http://a", "https://user:secret@a/", "javascript:alert(1)", "a:99999", "a:0", "::1", "[::1]:80", "127.0.0.1", "0.0.0.0", "1.2.3", "a@b", "a@b.c", "<a@b.c>", "a:latest",
    // Caddy's placeholders and blocks.
    "{env.HOME}", "{$HOME}", "{file./etc/passwd}", "import x",
];
