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
    /// All of them, the worst first.
    const ALL: [Self; 2] = [Self::Error, Self::Warning];

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

    /// The same, no longer than anybody reads.
    fn short(mut self) -> Self {
        self.labels.truncate(MOST_LABELS);
        let labels = self.labels.iter_mut().map(|label| &mut label.text);
        let texts = labels.chain(&mut self.notes).chain(&mut self.helps);
        for text in texts.chain([&mut self.message]).filter(|text| text.len() > LONGEST_TEXT) {
            let end = (0..=LONGEST_TEXT).rfind(|at| text.is_char_boundary(*at));
            text.truncate(end.unwrap_or_default());
            text.push_str(" ...");
        }
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

/// How many of a severity are kept; the others are counted. Nobody reads as many, and a file of mistakes
/// has one in every second byte.
const KEPT: usize = 500;

/// The longest text that is kept, in bytes: values of a spec that are part of one may be as long as the spec.
const LONGEST_TEXT: usize = 2 << 10;

/// How many places of one problem are kept.
const MOST_LABELS: usize = 10;

/// Everything found so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Where in the list those are that point at a place first.
    places: BTreeMap<Option<Span>, Vec<usize>>,
    /// How many there are of each severity, kept or not.
    counts: BTreeMap<Severity, usize>,
    codes: BTreeSet<Code>,
}

impl Diagnostics {
    /// Adds one. The same problem at the same place is kept once; of very many, only the first are kept.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.severity).or_default();
        if *count >= KEPT {
            *count += 1;
            self.codes.insert(diagnostic.code);
            return;
        }
        let diagnostic = diagnostic.short();
        let place = diagnostic.labels.first().map(|label| label.span);
        let here = self.places.entry(place).or_default();
        if !here.iter().any(|known| self.list[*known] == diagnostic) {
            *count += 1;
            here.push(self.list.len());
            self.codes.insert(diagnostic.code);
            self.list.push(diagnostic);
        }
    }

    /// Adds those that were found elsewhere.
    pub fn append(&mut self, others: Self) {
        let more: Vec<_> = Severity::ALL.into_iter().map(|it| (it, others.left_out(it))).collect();
        for diagnostic in others.list {
            self.push(diagnostic);
        }
        for (severity, count) in more {
            *self.counts.entry(severity).or_default() += count;
        }
        self.codes.extend(others.codes);
    }

    /// Whether there are so many already that nobody will read what another one suggests.
    pub fn are_too_many(&self) -> bool {
        self.list.len() > 200
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts.get(&severity).copied().unwrap_or_default()
    }

    /// How many there are that were not kept.
    pub fn not_kept(&self) -> usize {
        Severity::ALL.into_iter().map(|severity| self.left_out(severity)).sum()
    }

    fn left_out(&self, severity: Severity) -> usize {
        let kept = self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        self.count(severity).saturating_sub(kept)
    }

    /// Whether anything refuses the spec.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is a problem of this kind.
    pub fn has(&self, code: Code) -> bool {
        self.codes.contains(&code)
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

    /// All that are kept, errors before warnings, each in the order of the places they point at.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by_key(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| label.span);
            (diagnostic.severity, place.is_none(), place)
        });
        list
    }
}

/// Those that are kept; [`Diagnostics::append`] also counts the others.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(severity: Severity, at: usize) -> Diagnostic {
        Diagnostic::new(severity, Code::new("x"), format!("problem {at}"))
    }

    #[test]
    fn very_many_are_counted() {
        let mut all = Diagnostics::default();
        for at in 0..KEPT + 7 {
            all.push(problem(Severity::Warning, at));
        }
        all.push(problem(Severity::Error, 1));
        all.push(problem(Severity::Error, 1));
        assert_eq!((all.count(Severity::Error), all.count(Severity::Warning)), (1, KEPT + 7));
        assert_eq!((all.sorted().len(), all.not_kept()), (KEPT + 1, 7));
        assert_eq!(all.sorted()[0].severity, Severity::Error);
        let mut more = Diagnostics::default();
        more.push(problem(Severity::Warning, 0));
        more.append(all);
        assert_eq!((more.count(Severity::Warning), more.not_kept()), (KEPT + 7, 7));
    }

    #[test]
    fn a_text_is_no_longer_than_anybody_reads() {
        let mut all = Diagnostics::default();
        let long = "ü".repeat(LONGEST_TEXT);
        let code = Code::new("x");
        all.push(Diagnostic::error(code, long.clone()).note(long.clone()).help(long));
        let kept = all.sorted()[0];
        for text in [&kept.message, &kept.notes[0], &kept.helps[0]] {
            assert_eq!(text.len(), LONGEST_TEXT + 4);
        }
    }
}
