//! The documented ways in which a value stands differently in a file, undone.

/// The arguments that have a pattern.
const EXCLUDED: &str = "--collector.filesystem.mount-points-exclude=";
const INCLUDED: &str = "--collector.filesystem.mount-points-include=";

/// What the reader of a file makes of a text at a path of it, `services/prometheus/command/0`.
///
/// * A secret's path is relative to the output folder, not to the spec.
/// * Compose expands `$NAME` everywhere, and reads `$$` as `$`.
/// * Prometheus does the same in `external_labels`, and only there.
/// * node-exporter leaves out Docker's own folder, as a pattern's last alternative, or measures only the
///   file systems of a pattern.
/// * In a selector, PromQL escapes quotes and backslashes.
/// * The labels of an alert, and what Alertmanager sends, are Go templates, where a literal `{{` is
///   written as `{{ "{{" }}`.
///
/// # Errors
///
/// If the reader would make something of it that is no text of its own.
pub(crate) fn undone(file: &str, path: &str, text: &str) -> Result<String, String> {
    if file.starts_with("docker-compose") && path.starts_with("secrets/") {
        // A path that is not absolute starts at the spec's folder.
        return dollars(text.strip_prefix("../").unwrap_or(text));
    }
    if file.starts_with("docker-compose") && text.starts_with(EXCLUDED) {
        let text = dollars(text)?;
        let Some((others, last)) = text.rsplit_once("|^") else { return Ok(text) };
        return Ok(format!("{others}|^{}", literal(last)?));
    }
    if file.starts_with("docker-compose") && text.starts_with(INCLUDED) {
        let text = dollars(text)?;
        return Ok(format!("{INCLUDED}{}", literal(&text[INCLUDED.len()..])?));
    }
    if file.starts_with("docker-compose") || path.starts_with("global/external_labels/") {
        return dollars(text);
    }
    if file.starts_with("prometheus/tests/") && path.contains("/promql_expr_test/") {
        return Ok(unquoted(text));
    }
    let label = file.starts_with("prometheus/rules/") && path.contains("/labels/");
    let runbook =
        file.starts_with("prometheus/rules/") && path.ends_with("/annotations/runbook_url");
    if label || runbook || file == "alertmanager/alertmanager.yml" && path.starts_with("receivers/")
    {
        return braces(text);
    }
    Ok(text.to_owned())
}

fn dollars(text: &str) -> Result<String, String> {
    let bare = text.replace("$$", "");
    if bare.contains('$') {
        return Err(format!("{text:?} has a single `$`, which is expanded"));
    }
    Ok(text.replace("$$", "$"))
}

/// PromQL with what is in its quotes as it is.
fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            c => out.push(c),
        }
    }
    out
}

/// A pattern whose alternatives match one text only each; as those texts.
fn literal(pattern: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '.' | '+' => {
                return Err(format!("{pattern:?} has `{c}`, which matches more than itself"));
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

/// Goes through the text as Go's lexer does: `{{` begins an action wherever it stands.
fn braces(text: &str) -> Result<String, String> {
    const LITERAL: &str = "{{ \"{{\" }}";
    // The only actions of our own.
    if text.starts_with("{{ template \"stackgen.") {
        return Ok(text.to_owned());
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, _)) = rest.split_once("{{") {
        out.push_str(before);
        rest = &rest[before.len()..];
        let Some(after) = rest.strip_prefix(LITERAL) else {
            return Err(format!("{text:?} has an action that is not ours"));
        };
        out.push_str("{{");
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[test]
fn only_what_is_written_as_documented_is_undone() {
    let compose = |text: &str| undone("docker-compose.monitoring.yml", "name", text);
    assert_eq!(compose("a$$b$$$$"), Ok("a$b$$".to_owned()));
    assert!(compose("$HOME").is_err());
    assert!(compose("$$$HOME").is_err());
    assert_eq!(
        compose(&format!("{EXCLUDED}^/(a.+)|^/b\\.c/")),
        Ok(format!("{EXCLUDED}^/(a.+)|^/b.c/"))
    );
    assert!(compose(&format!("{EXCLUDED}^/(a.+)|^/b.c/")).is_err());
    let label = |text: &str| undone("prometheus/rules/a.yml", "groups/0/rules/0/labels/a", text);
    assert_eq!(label("a {{ \"{{\" }} b }}"), Ok("a {{ b }}".to_owned()));
    assert!(label("{{ . }}").is_err());
    assert!(label("{{ \"{{\" }}{{").is_err());
    assert_eq!(
        undone("prometheus/prometheus.yml", "scrape_configs/0/job_name", "{{ $a"),
        Ok("{{ $a".to_owned())
    );
}
