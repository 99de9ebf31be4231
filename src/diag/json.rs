use super::{Diagnostics, Severity, Sources, Span};
use crate::report::{Diagnosed, Diagnostic, Label};

/// Everything that was found, for machines, most severe first.
pub fn records(diagnostics: &Diagnostics, sources: &Sources) -> Diagnosed {
    let sorted = diagnostics.sorted();
    Diagnosed {
        listed: sorted.into_iter().map(|diagnostic| one(diagnostic, sources)).collect(),
        more: diagnostics.not_kept(),
        errors: diagnostics.count(Severity::Error),
    }
}

fn one(diagnostic: &super::Diagnostic, sources: &Sources) -> Diagnostic {
    let label = |label: &super::Label| {
        let Span { source, start, end } = label.span;
        let at = sources.position(label.span);
        Label {
            file: sources.get(source).name.clone(),
            line: at.line,
            column: at.column,
            start,
            end,
            text: label.text.clone(),
        }
    };
    Diagnostic {
        severity: diagnostic.severity.as_str().to_owned(),
        code: diagnostic.code.as_str().to_owned(),
        message: diagnostic.message.clone(),
        labels: diagnostic.labels.iter().map(label).collect(),
        notes: diagnostic.notes.clone(),
        helps: diagnostic.helps.clone(),
    }
}
