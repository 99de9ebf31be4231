use super::{Diagnostic, Diagnostics, Severity, Sources};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt::Write as _;

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

/// Everything that was found, with the lines it is about, the way `rustc` prints it; then a line
/// that counts it. Empty if nothing was found.
pub fn report(diagnostics: &Diagnostics, sources: &Sources, color: Color) -> String {
    let renderer = match color {
        Color::Always => Renderer::styled(),
        Color::Never => Renderer::plain(),
    };
    let mut out = String::new();
    let sorted = diagnostics.sorted();
    for diagnostic in sorted.iter().take(MOST) {
        out.push_str(&one(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    if sorted.len() > MOST {
        let _ = writeln!(out, "... and {} more\n", sorted.len() - MOST);
    }
    if let Some(summary) = summary(diagnostics) {
        out.push_str(&summary);
        out.push('\n');
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&diagnostic.message);
    let labels: Vec<_> = diagnostic.labels.iter().map(|label| visible(&label.text)).collect();
    let notes: Vec<_> = diagnostic.notes.iter().map(|note| visible(note)).collect();
    let helps: Vec<_> = diagnostic.helps.iter().map(|help| visible(help)).collect();

    // A source is quoted once, with all that is said about it; the primary one comes first.
    let mut ids: Vec<_> = diagnostic.labels.iter().map(|label| label.span.source).collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let texts: Vec<_> = ids.iter().map(|id| sources.shown(*id)).collect();

    let mut snippets = Vec::new();
    for (id, text) in ids.iter().zip(&texts) {
        let mut snippet = Snippet::source(text.as_ref()).path(sources.get(*id).name.as_str());
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if label.span.source != *id {
                continue;
            }
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mut annotation = kind.span(clip(label.span.range(), text));
            if !labels[index].is_empty() {
                annotation = annotation.label(labels[index].as_str());
            }
            snippet = snippet.annotation(annotation);
        }
        snippets.push(snippet);
    }
    let title = level.primary_title(message.as_str()).id(diagnostic.code.as_str());
    let mut group = title.elements(snippets);
    for note in &notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    for help in &helps {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// A span over several lines (a whole table) is shown by its first line.
fn clip(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    match text.get(start..end).and_then(|quoted| quoted.find('\n')) {
        Some(newline) => start..start + newline,
        None => start..end,
    }
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

/// Control characters made visible, so that no value of a spec can drive the terminal.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = c.is_control() && c != '\n' && c != '\t' || is_bidi(c);
            let escaped = escape.then(|| c.escape_unicode());
            let plain = (!escape).then_some(c);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}
