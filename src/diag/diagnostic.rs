use super::{Code, SourceId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Whether something must be mended before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The spec is refused.
    Error,
    /// The spec works, but likely not as meant.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place in a source and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, possibly none.
    pub text: String,
}

/// One problem: what is wrong, where, why, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// Where. The first is the place to mend; others add to it.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to write instead.
    pub helps: Vec<String>,
}

impl Diagnostic {
    /// A problem that refuses the spec.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A problem that a user should know of.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { severity, code, message, labels: vec![], notes: vec![], helps: vec![] }
    }

    /// Adds a place, with a few words on it. The first one added is the place to mend.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        if span != Span::NOWHERE {
            self.labels.push(Label { span, text: text.into() });
        }
        self
    }

    /// Adds a place if there is one.
    #[must_use]
    pub fn at_opt(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, text),
            None => self,
        }
    }

    /// Adds why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// Adds what to write instead, if there is something to say.
    #[must_use]
    pub fn help_opt(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }
}

/// Everything found so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Where in the list those are that point at a place first.
    places: BTreeMap<Option<Span>, Vec<usize>>,
}

impl Diagnostics {
    /// Adds one. The same problem at the same place is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|label| label.span);
        let here = self.places.entry(place).or_default();
        if !here.iter().any(|known| self.list[*known] == diagnostic) {
            here.push(self.list.len());
            self.list.push(diagnostic);
        }
    }

    /// Whether there are so many already that nobody will read what another one suggests.
    pub fn are_too_many(&self) -> bool {
        self.list.len() > 200
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether anything refuses the spec.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is a problem of this kind.
    pub fn has(&self, code: Code) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.code == code)
    }

    /// The lines on which there are problems of one kind.
    pub fn lines(&self, code: Code, sources: &Sources) -> BTreeSet<(SourceId, usize)> {
        let found = self.list.iter().filter(|diagnostic| diagnostic.code == code);
        let spans = found.filter_map(|diagnostic| Some(diagnostic.labels.first()?.span));
        spans.map(|span| (span.source, sources.position(span).line)).collect()
    }

    /// The sources that a report will quote, each once.
    pub fn sources(&self) -> Vec<SourceId> {
        let labels = self.list.iter().flat_map(|diagnostic| &diagnostic.labels);
        let mut sources: Vec<_> = labels.map(|label| label.span.source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, errors before warnings, each in the order of the places they point at.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by_key(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| label.span);
            (diagnostic.severity, place.is_none(), place)
        });
        list
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        for diagnostic in iter {
            self.push(diagnostic);
        }
    }
}
