use super::{Diagnostic, Diagnostics, Sources, Span};
use serde_json::{Value, json};

/// Everything that was found, for machines: a list of objects, most severe first.
///
/// Each has `severity`, `code`, `message`, `labels` (with `file`, `line`, `column`, `start`, `end`
/// in bytes, and `text`), `notes` and `helps`.
pub fn json(diagnostics: &Diagnostics, sources: &Sources) -> Value {
    diagnostics.sorted().into_iter().map(|diagnostic| one(diagnostic, sources)).collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let labels: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let Span { source, start, end } = label.span;
            let at = sources.position(label.span);
            json!({
                "file": sources.get(source).name,
                "line": at.line,
                "column": at.column,
                "start": start,
                "end": end,
                "text": label.text,
            })
        })
        .collect();
    json!({
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "labels": labels,
        "notes": diagnostic.notes,
        "helps": diagnostic.helps,
    })
}
