//! Recording rules of an integration in use.

use super::distinct::Distinct;
use super::evaluate::Evaluate as _;
use super::rules::{Rules, text_pairs};
use super::tests::names;
use crate::catalog;
use crate::stack::{Recording, RecordingTest};
use crate::template::Context;
use std::collections::BTreeSet;

impl Rules<'_> {
    /// The rules, in each of the contexts.
    pub(super) fn recordings(
        &mut self,
        templates: &[catalog::Recording],
        contexts: &[Context],
    ) -> Vec<Recording> {
        let mut rules: Vec<Recording> = Vec::new();
        let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut tests: Vec<Distinct<RecordingTest>> = Vec::new();
        for template in templates {
            for context in contexts {
                let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
                if self.holds(when, context) != Some(true) {
                    continue;
                }
                let record = self.render(template.record.as_str(), template.record.span, context);
                let expr = self.render(template.expr.as_str(), template.expr.span, context);
                let (Some(record), Some(expr)) = (record, expr) else { break };
                let expr = expr.trim().to_owned();
                // One rule for all profiles: two of one name and with equal labels look like a
                // mistake to promtool. What they select has nothing in common.
                let labels = text_pairs(&template.labels);
                let same =
                    rules.iter().position(|rule| rule.record == record && rule.labels == labels);
                let new = seen.insert((same.unwrap_or(rules.len()), expr.clone()));
                let at = same.unwrap_or(rules.len());
                tests.resize_with(tests.len().max(at + 1), Distinct::default);
                for test in &template.tests {
                    if let Some(test) = self.recording_test(test, context) {
                        tests[at].push(names(&test.series), test);
                    }
                }
                if let Some(rule) = same.map(|same| &mut rules[same]) {
                    if new {
                        rule.expr.extend(["\nor\n", &expr]);
                    }
                    continue;
                }
                rules.push(Recording {
                    record,
                    expr,
                    span: template.expr.span,
                    labels,
                    series_labels: template.series_labels.iter().map(ToString::to_string).collect(),
                    comment: template.comment.clone(),
                    tests: vec![],
                });
            }
        }
        for (rule, tests) in rules.iter_mut().zip(tests) {
            rule.tests = tests.into_values();
        }
        rules
    }
}
