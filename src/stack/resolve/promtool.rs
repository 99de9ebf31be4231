//! Unit tests of alerts and recording rules, with a spec's thresholds and durations worked in.

use super::annotation;
use super::evaluate::Evaluate as _;
use super::rules::Rules;
use super::scene::Scene;
use crate::catalog;
use crate::decode::At;
use crate::stack::{Alert, Expectation, Firing, Recorded, RecordingTest, Test, TestSeries};
use crate::template::Context;
use crate::value::{Duration, LabelName, Line};
use std::collections::BTreeMap;

impl Rules<'_> {
    /// One test. `None` if it does not apply, or cannot be rendered, which is reported then.
    pub(super) fn test(
        &mut self,
        template: &catalog::Test,
        alert: &Alert,
        labels: &[(String, String)],
        scene: &Scene,
    ) -> Option<Test> {
        let context = &scene.context;
        let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
        if self.holds(when, context) != Some(true) {
            return None;
        }
        let series = self.input(&template.input, context)?;
        let mut expect = Vec::new();
        for expectation in &template.expect {
            let at = self.number(expectation.at.as_str(), expectation.at.span, context)?;
            let mut firing = Vec::new();
            for one in &expectation.firing {
                firing.push(self.firing(one, alert, labels, context)?);
            }
            expect.push(Expectation { at: millis(at), firing });
        }
        let profile = scene.of_test(&series);
        Some(Test { name: template.name.to_string(), profile, series, expect })
    }

    fn firing(
        &mut self,
        template: &catalog::Firing,
        alert: &Alert,
        labels: &[(String, String)],
        context: &Context,
    ) -> Option<Firing> {
        let mut all = self.test_labels(&template.labels, context)?;
        all.extend(labels.iter().cloned());
        let value = match &template.value {
            Some(value) => Some(self.render(value.as_str(), value.span, context)?),
            None => None,
        };
        let mut annotations = Vec::new();
        for (name, text) in &alert.annotations {
            let expanded = annotation::expand(text, &all, value.as_deref());
            let length = expanded.as_ref().map_or(usize::MAX, String::len);
            self.charge(length, alert.span)?;
            annotations.push((name.clone(), expanded?));
        }
        let own = all.iter().map(|(name, value)| name.len() + value.len()).sum();
        self.charge(own, alert.span)?;
        Some(Firing { labels: all, annotations })
    }

    /// One test of a recording rule. `None` as for an alert's.
    pub(super) fn recording_test(
        &mut self,
        template: &catalog::RecordingTest,
        scene: &Scene,
    ) -> Option<RecordingTest> {
        let context = &scene.context;
        let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
        if self.holds(when, context) != Some(true) {
            return None;
        }
        let series = self.input(&template.input, context)?;
        let mut expect = Vec::new();
        for recorded in &template.expect {
            let at = self.number(recorded.at.as_str(), recorded.at.span, context)?;
            let mut samples = Vec::new();
            for sample in &recorded.samples {
                let labels = self.test_labels(&sample.labels, context)?;
                let value = self.number(sample.value.as_str(), sample.value.span, context)?;
                samples.push((labels, value));
            }
            expect.push(Recorded { at: millis(at), samples });
        }
        let profile = scene.of_test(&series);
        Some(RecordingTest { name: template.name.to_string(), profile, series, expect })
    }

    fn input(
        &mut self,
        templates: &[catalog::Input],
        context: &Context,
    ) -> Option<Vec<TestSeries>> {
        let mut series = Vec::new();
        for input in templates {
            series.push(TestSeries {
                series: self.render(input.series.as_str(), input.series.span, context)?,
                values: self.render(input.values.as_str(), input.values.span, context)?,
            });
        }
        Some(series)
    }

    fn test_labels(
        &mut self,
        templates: &BTreeMap<LabelName, At<Line>>,
        context: &Context,
    ) -> Option<BTreeMap<String, String>> {
        let mut labels = BTreeMap::new();
        for (name, value) in templates {
            labels.insert(name.to_string(), self.render(value.as_str(), value.span, context)?);
        }
        Some(labels)
    }
}

/// Seconds, not before the start.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn millis(seconds: f64) -> Duration {
    Duration::from_millis((seconds.clamp(0.0, 1e9) * 1000.0).round() as u64)
}
