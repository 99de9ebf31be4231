//! Recording rules of an integration in use.

use super::distinct::Distinct;
use super::evaluate::Evaluate as _;
use super::rules::{Rules, text_pairs};
use super::scene::{Scene, series_names};
use crate::catalog;
use crate::stack::{Group, Recording, RecordingTest};
use std::collections::{BTreeMap, BTreeSet};

impl Rules<'_> {
    /// The rules, in each of the scenes.
    pub(super) fn recordings(
        &mut self,
        templates: &[catalog::Recording],
        groups: &[Group],
        scenes: &[Scene],
    ) -> Vec<Recording> {
        let mut rules: Vec<Recording> = Vec::new();
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut tests: Vec<Distinct<RecordingTest>> = Vec::new();
        for template in templates {
            // The tests that are made already.
            let mut once = Vec::new();
            let group = self.group(template.group.as_ref(), groups);
            for scene in scenes {
                let scene = &match &group {
                    Some(group) => scene.with(self.evaluated(&scene.context, *group.interval)),
                    None => scene.with(scene.context.clone()),
                };
                let context = &scene.context;
                let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
                if self.holds(when, context) != Some(true) {
                    continue;
                }
                let record = self.render(template.record.as_str(), template.record.span, context);
                let expr = self.render(template.expr.as_str(), template.expr.span, context);
                let (Some(record), Some(expr)) = (record, expr) else { break };
                let expr = expr.trim().to_owned();
                // One rule in each file: two of one name and with equal labels look like a
                // mistake to promtool. What they select has nothing in common.
                let labels = text_pairs(&template.labels);
                let profile = scene.of_expr(&expr);
                let key = (profile.clone(), record.clone(), labels.clone());
                let same = known.get(&key).copied();
                let at = same.unwrap_or(rules.len());
                known.insert(key, at);
                let new = seen.insert((at, expr.clone()));
                tests.resize_with(tests.len().max(at + 1), Distinct::default);
                for (number, test) in template.tests.iter().enumerate() {
                    if once.contains(&number) {
                        continue;
                    }
                    let Some(made) = self.recording_test(test, scene) else { continue };
                    tests[at].push(series_names(&made.series), made);
                    if test.once {
                        once.push(number);
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
                    profile,
                    group: group.clone(),
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
