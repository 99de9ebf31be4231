//! Every expression of a stack, read once for all checks.

use crate::diag::{Code, Diagnostic, Span};
use crate::promql::{Expr, ParseError};
use crate::stack::{Alert, OwnRule, Panel, Part, Recording, RuleKind, Stack};
use crate::value::Tier;
use std::borrow::Cow;
use std::time::Duration;

/// An expression and where it is used.
pub(super) struct Expression<'a> {
    /// What it is used for.
    pub(super) site: Site<'a>,
    /// Whether it is the user's own.
    pub(super) own: bool,
    /// Its text, with Grafana's variables.
    pub(super) text: &'a str,
    /// Where it stands, before it was rendered.
    pub(super) span: Span,
    /// What was read of it, with something in place of the variables.
    pub(super) parsed: Result<Expr, ParseError>,
}

/// What an expression is used for.
#[derive(Clone, Copy)]
pub(super) enum Site<'a> {
    Alert(&'a Alert),
    Recording(&'a Recording),
    Panel(&'a Panel),
    /// A rule of a rule file of the user's own.
    OwnRule(&'a OwnRule),
}

/// A text of an alert.
pub(super) struct Annotation<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Prometheus' template.
    pub(super) text: &'a str,
    /// Where that stands, or the alert.
    pub(super) span: Span,
}

impl<'a> Expression<'a> {
    /// The expression itself, if it could be read.
    pub(super) fn expr(&self) -> Option<&Expr> {
        self.parsed.as_ref().ok()
    }

    /// The alert that it is the condition of.
    pub(super) fn alert(&self) -> Option<&'a Alert> {
        match self.site {
            Site::Alert(alert) => Some(alert),
            _ => None,
        }
    }

    /// Whether it is the condition of an alert, of the stack's or of a rule file of the user's own.
    pub(super) fn is_alert(&self) -> bool {
        match self.site {
            Site::Alert(_) => true,
            Site::OwnRule(rule) => rule.kind == RuleKind::Alert,
            Site::Recording(_) | Site::Panel(_) => false,
        }
    }

    /// The texts of the alert that it is the condition of.
    pub(super) fn annotations(&self) -> Vec<Annotation<'a>> {
        match self.site {
            Site::Alert(alert) => {
                let span = |name: &str| alert.annotation_spans.iter().find(|(of, _)| of == name);
                let all = alert.annotations.iter().map(|(name, text)| Annotation {
                    name,
                    text,
                    span: span(name).map_or(alert.span, |(_, span)| *span),
                });
                all.collect()
            }
            Site::OwnRule(rule) => {
                let all = rule.annotations.iter();
                all.map(|it| Annotation { name: &it.name, text: &it.text, span: it.span }).collect()
            }
            Site::Recording(_) | Site::Panel(_) => vec![],
        }
    }

    /// The labels that the alert sets of which it is the condition.
    pub(super) fn alert_labels(&self) -> &'a [(String, String)] {
        match self.site {
            Site::Alert(alert) => &alert.labels,
            Site::OwnRule(rule) => &rule.labels,
            Site::Recording(_) | Site::Panel(_) => &[],
        }
    }

    /// A problem that is an error in what stackgen knows all of. Files of the user's own may read what
    /// only the user knows.
    pub(super) fn problem(&self, code: Code, message: String) -> Diagnostic {
        match self.site {
            Site::OwnRule(_) => Diagnostic::warning(code, message),
            _ => Diagnostic::error(code, message),
        }
    }

    /// The tier of the alert that it is the condition of.
    pub(super) fn tier(&self) -> Option<Tier> {
        match self.site {
            Site::Alert(alert) => Some(alert.tier),
            Site::OwnRule(rule) => rule.tier(),
            Site::Recording(_) | Site::Panel(_) => None,
        }
    }

    /// What it is, for the beginning or the middle of a message.
    pub(super) fn name(&self) -> String {
        match self.site {
            Site::Alert(alert) => format!("the alert `{}`", alert.name),
            Site::Recording(recording) => format!("the recording rule `{}`", recording.record),
            Site::Panel(panel) => format!("the panel \"{}\"", panel.title),
            Site::OwnRule(OwnRule { kind: RuleKind::Alert, name, .. }) => {
                format!("the alert `{name}`")
            }
            Site::OwnRule(rule) => format!("the recording rule `{}`", rule.name),
        }
    }

    /// Adds whose mistake it is, if it is not the user's.
    pub(super) fn blame(&self, diagnostic: Diagnostic) -> Diagnostic {
        if self.own {
            return diagnostic;
        }
        let diagnostic = diagnostic.note("this is part of stackgen: please report it");
        match self.site {
            Site::Alert(alert) => {
                diagnostic.help(format!("until then: [alerts.{}] enabled = false", alert.name))
            }
            _ => diagnostic,
        }
    }
}

/// All expressions, in the order of the stack.
pub(super) fn all(stack: &Stack) -> Vec<Expression<'_>> {
    let mut reader = Reader { window: stack.prometheus.window.to_string(), found: Vec::new() };
    for part in &stack.parts {
        reader.part(part);
    }
    for rule in stack.own_rules.iter().flat_map(|group| &group.rules) {
        reader.add(Site::OwnRule(rule), true, &rule.expr, rule.expr_span);
    }
    for panel in stack.overview.iter().flat_map(|overview| &overview.own.panels) {
        reader.panel(panel, false);
    }
    reader.found
}

struct Reader<'a> {
    /// What stands for `$__rate_interval`.
    window: String,
    found: Vec<Expression<'a>>,
}

impl<'a> Reader<'a> {
    fn part(&mut self, part: &'a Part) {
        for recording in &part.recordings {
            self.add(Site::Recording(recording), part.own, &recording.expr, recording.span);
        }
        for alert in &part.alerts {
            self.add(Site::Alert(alert), part.own, &alert.expr, alert.expr_span);
        }
        for panel in part.dashboards.iter().flat_map(|dashboard| &dashboard.panels) {
            self.panel(panel, part.own);
        }
    }

    fn panel(&mut self, panel: &'a Panel, own: bool) {
        for query in &panel.queries {
            self.add(Site::Panel(panel), own, &query.expr, query.span);
        }
    }

    fn add(&mut self, site: Site<'a>, own: bool, text: &'a str, span: Span) {
        let parsed = match site {
            Site::Panel(_) => Expr::parse(&without_variables(text, &self.window)),
            Site::Alert(_) | Site::Recording(_) | Site::OwnRule(_) => Expr::parse(text),
        };
        self.found.push(Expression { site, own, text, span, parsed });
    }
}

/// What stands for `$__interval` where a range must be.
pub(super) const SOME_INTERVAL: Duration = Duration::from_millis(1);

/// The expression with something in place of Grafana's variables, where they do not stand in
/// strings.
fn without_variables<'a>(text: &'a str, window: &str) -> Cow<'a, str> {
    if !text.contains('$') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut in_brackets = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), '\\') => {
                out.push(c);
                let Some(escaped) = rest.chars().next() else { break };
                out.push(escaped);
                rest = &rest[escaped.len_utf8()..];
                continue;
            }
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '[') => in_brackets = true,
            (None, ']') => in_brackets = false,
            (None, '$') => {
                let (name, after) = variable(rest);
                out.push_str(match (name, in_brackets) {
                    ("__rate_interval", _) => window,
                    ("__interval", true) => "1ms",
                    (_, true) => "1h",
                    (_, false) => "1",
                });
                rest = after;
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    Cow::Owned(out)
}

/// The name of the variable after a `$`, and what follows it.
fn variable(rest: &str) -> (&str, &str) {
    if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return (name.split(':').next().unwrap_or(name), after);
    }
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    rest.split_at(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables() {
        let case = |text: &str, expected: &str| assert_eq!(without_variables(text, "5m"), expected);
        case("rate(a{job=~\"$job\"}[$__rate_interval])", "rate(a{job=~\"$job\"}[5m])");
        case("rate(a[${__rate_interval}])", "rate(a[5m])");
        case("topk($n, a{b='\\'$c'})", "topk(1, a{b='\\'$c'})");
        case("rate(a[$__interval]) / a[$__range]", "rate(a[1ms]) / a[1h]");
        case("sum(a) > ${level:csv}", "sum(a) > 1");
        case("a", "a");
        case("$", "1");
    }
}
