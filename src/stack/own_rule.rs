use crate::diag::Span;
use crate::value::{Duration, Scalar as _, Tier};

/// A group of a rule file of the user's own, which is rendered as the user wrote it.
#[derive(Clone, Debug)]
pub struct OwnGroup {
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub span: Span,
    /// How often it is evaluated, if not as often as most.
    pub interval: Option<Duration>,
    /// Its rules.
    pub rules: Vec<OwnRule>,
}

/// A rule of such a group.
#[derive(Clone, Debug)]
pub struct OwnRule {
    /// What it is.
    pub kind: RuleKind,
    /// The alert's name, or that of the series.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The expression.
    pub expr: String,
    /// Where it stands.
    pub expr_span: Span,
    /// How long the condition of an alert must hold.
    pub hold: Duration,
    /// The labels that it sets, with those of its group.
    pub labels: Vec<(String, String)>,
    /// The texts of an alert.
    pub annotations: Vec<OwnAnnotation>,
}

/// What a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// It fires.
    Alert,
    /// It records a series.
    Recording,
}

/// A text of an alert.
#[derive(Clone, Debug)]
pub struct OwnAnnotation {
    /// Its name.
    pub name: String,
    /// Prometheus' template.
    pub text: String,
    /// Where that stands.
    pub span: Span,
}

impl OwnRule {
    /// The value of a label that it sets.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The tier of an alert, by which it is routed. `None`: it is no alert, or no route takes it.
    pub fn tier(&self) -> Option<Tier> {
        let tier = self.label("tier").filter(|_| self.kind == RuleKind::Alert);
        tier.and_then(|tier| Tier::parse(tier).ok())
    }
}
