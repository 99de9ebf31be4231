use super::{Diagnostic, Diagnostics, Severity, SourceId, Sources, Span};
use crate::visible;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// Whether a report may use terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// For a terminal.
    Always,
    /// For a file, a pipe, or a user who asked for none.
    Never,
}

/// More than this many would scroll past anyone; the rest is counted.
const MOST: usize = 100;

/// Of how many kinds of problems the last line tells how to read more.
const MOST_CODES: usize = 4;

/// Longer lines than this are pointed at, not quoted: nobody could read them.
const LONGEST_LINE: usize = 2 << 10;

/// So are places that have more than this between them.
const LONGEST_QUOTE: usize = 64 << 10;

/// Everything that was found, with the lines it is about, the way `rustc` prints it; then a line
/// that counts it. Empty if nothing was found.
pub fn report(diagnostics: &Diagnostics, sources: &Sources, color: Color) -> String {
    let renderer = match color {
        Color::Always => Renderer::styled(),
        Color::Never => Renderer::plain(),
    };
    let mut out = String::new();
    let sorted = diagnostics.sorted();
    let shown: BTreeMap<_, _> =
        diagnostics.sources().into_iter().map(|id| (id, sources.shown(id))).collect();
    for diagnostic in sorted.iter().take(MOST) {
        out.push_str(&one(diagnostic, sources, &shown, &renderer));
        out.push_str("\n\n");
    }
    let more = sorted.len().saturating_sub(MOST) + diagnostics.not_kept();
    if more > 0 {
        let _ = writeln!(out, "... and {more} more\n");
    }
    if let Some(summary) = summary(diagnostics) {
        out.push_str(&summary);
        out.push('\n');
        out.push_str(&how_to_read_more(&sorted));
        out.push('\n');
    }
    out
}

fn one(
    diagnostic: &Diagnostic,
    sources: &Sources,
    shown: &BTreeMap<SourceId, Cow<'_, str>>,
    renderer: &Renderer,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible::line(&diagnostic.message);
    let labels: Vec<_> = diagnostic.labels.iter().map(|it| visible::line(&it.text)).collect();
    let notes: Vec<_> = diagnostic.notes.iter().map(|note| visible::text(note)).collect();
    let helps: Vec<_> = diagnostic.helps.iter().map(|help| visible::text(help)).collect();

    // A source is quoted once, with all that is said about it; the primary one comes first.
    let mut ids: Vec<_> = diagnostic.labels.iter().map(|label| label.span.source).collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let name = |id: SourceId| visible::line(&sources.get(id).name);

    let mut snippets = Vec::new();
    let mut origins = Vec::new();
    for id in ids {
        let text: &str = &shown[&id];
        let labels_here = diagnostic.labels.iter().filter(|label| label.span.source == id);
        let ranges: Vec<_> = labels_here.map(|label| clip(label.span.range(), text)).collect();
        let window = lines_of(ranges.iter().cloned(), text);
        let is_long =
            |range: Range<usize>| lines_of([range].into_iter(), text).len() > LONGEST_LINE;
        if window.len() > LONGEST_QUOTE || ranges.into_iter().any(is_long) {
            let place = diagnostic.labels.iter().find(|label| label.span.source == id);
            origins.extend(place.map(|label| (id, sources.position(label.span))));
            continue;
        }
        let first = sources.position(Span::new(id, window.start..window.start)).line;
        let quoted = &text[window.clone()];
        let place = |at: usize| visible::text(&quoted[..at - window.start]).len();
        let mut snippet = Snippet::source(visible::text(quoted)).line_start(first).path(name(id));
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if label.span.source != id {
                continue;
            }
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let range = clip(label.span.range(), text);
            let mut annotation = kind.span(place(range.start)..place(range.end));
            if !labels[index].is_empty() {
                annotation = annotation.label(&*labels[index]);
            }
            snippet = snippet.annotation(annotation);
        }
        snippets.push(snippet);
    }
    let title = level.primary_title(&*message).id(diagnostic.code.as_str());
    let mut group = title.elements(snippets);
    for (id, place) in origins {
        group = group.element(Origin::path(name(id)).line(place.line).char_column(place.column));
    }
    for note in &notes {
        group = group.element(Level::NOTE.message(&**note));
    }
    for help in &helps {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

/// The whole lines from the first range to the last. What is rendered is looked at from end to end,
/// for each problem again, so it gets no more of a long text than it quotes.
fn lines_of(ranges: impl Iterator<Item = Range<usize>>, text: &str) -> Range<usize> {
    let spanned = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0);
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut start = line_start(spanned.start);
    if start == text.len() && start > 0 {
        // The end of the text is shown behind its last line.
        start = line_start(start - 1);
    }
    let end = text[spanned.end..].find('\n').map_or(text.len(), |length| spanned.end + length + 1);
    start..end
}

/// A span over several lines (a whole table) is shown by its first line.
fn clip(range: Range<usize>, text: &str) -> Range<usize> {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    match text.get(start..end).and_then(|quoted| quoted.find('\n')) {
        Some(newline) => start..start + newline,
        None => start..end,
    }
}

/// The command that explains what was found, worst first.
fn how_to_read_more(sorted: &[&Diagnostic]) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for diagnostic in sorted {
        let code = diagnostic.code.as_str();
        if !codes.contains(&code) && codes.len() < MOST_CODES {
            codes.push(code);
        }
    }
    let these = if codes.len() == 1 { "this" } else { "these" };
    format!("for more about {these}: stackgen explain {}", codes.join(" "))
}

fn summary(diagnostics: &Diagnostics) -> Option<String> {
    let count = |severity: Severity| match diagnostics.count(severity) {
        0 => None,
        1 => Some(format!("1 {}", severity.as_str())),
        n => Some(format!("{n} {}s", severity.as_str())),
    };
    match (count(Severity::Error), count(Severity::Warning)) {
        (Some(errors), Some(warnings)) => Some(format!("{errors} and {warnings}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    #[track_caller]
    fn case(text: String, range: Range<usize>, expected: &str) {
        let mut sources = Sources::default();
        let id = sources.add("f", text);
        let mut diagnostics = Diagnostics::default();
        let problem = Diagnostic::error(Code::new("x"), "wrong");
        diagnostics.push(problem.at(Span::new(id, range), "here"));
        let said = report(&diagnostics, &sources, Color::Never);
        assert_eq!(said.split("\n\n").next(), Some(expected));
    }

    #[test]
    fn quotes_a_line_of_many() {
        let text = "a = 1\n".repeat(1000) + "bé = 2\n" + &"c = 3\n".repeat(1000);
        let expected =
            "error[x]: wrong\n    --> f:1001:6\n     |\n1001 | bé = 2\n     |      ^ here";
        case(text, 6006..6007, expected);
    }

    #[test]
    fn quotes_the_last_line_for_the_end_of_a_text() {
        case(
            "a = [\n".to_owned(),
            6..6,
            "error[x]: wrong\n --> f:1:7\n  |\n1 | a = [\n  |      ^ here",
        );
    }

    #[test]
    fn what_is_quoted_only_appears() {
        let text = "a = \"\u{9b}31m\u{202e}\" ##[error]\n".to_owned();
        let expected = r#"error[x]: wrong
 --> f:1:25
  |
1 | a = "\u{9b}31m\u{202e}" \u{23}#[error]
  |                         ^ here"#;
        case(text, 15..16, expected);
    }

    #[test]
    fn points_at_a_line_that_nobody_can_read() {
        let text = format!("a = 1\nb = {}\n", "9".repeat(LONGEST_LINE));
        case(text, 10..20, "error[x]: wrong\n--> f:2:5");
    }
}
