//! Unit tests of alerts, with a spec's thresholds and durations worked in.

use super::{Builder, annotation};
use crate::catalog;
use crate::stack::{Alert, Expectation, Firing, Test, TestSeries};
use crate::template::Context;
use crate::value::Duration;
use std::collections::BTreeMap;

impl Builder<'_> {
    /// One test. `None` if it does not apply, or cannot be rendered, which is reported then.
    pub(super) fn test(
        &mut self,
        template: &catalog::Test,
        alert: &Alert,
        labels: &[(String, String)],
        context: &Context,
    ) -> Option<Test> {
        let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
        if self.holds(when, context) != Some(true) {
            return None;
        }
        let mut series = Vec::new();
        for input in &template.input {
            series.push(TestSeries {
                series: self.render(input.series.as_str(), input.series.span, context)?,
                values: self.render(input.values.as_str(), input.values.span, context)?,
            });
        }
        let mut expect = Vec::new();
        for expectation in &template.expect {
            let at = self.number(expectation.at.as_str(), expectation.at.span, context)?;
            let mut firing = Vec::new();
            for one in &expectation.firing {
                firing.push(self.firing(one, alert, labels, context)?);
            }
            expect.push(Expectation { at: millis(at), firing });
        }
        Some(Test { name: template.name.to_string(), series, expect })
    }

    fn firing(
        &mut self,
        template: &catalog::Firing,
        alert: &Alert,
        labels: &[(String, String)],
        context: &Context,
    ) -> Option<Firing> {
        let mut all = BTreeMap::new();
        for (name, value) in &template.labels {
            all.insert(name.to_string(), self.render(value.as_str(), value.span, context)?);
        }
        all.extend(labels.iter().cloned());
        let value = match &template.value {
            Some(value) => Some(self.render(value.as_str(), value.span, context)?),
            None => None,
        };
        let annotations = alert
            .annotations
            .iter()
            .map(|(name, text)| (name.clone(), annotation::expand(text, &all, value.as_deref())))
            .collect();
        Some(Firing { labels: all, annotations })
    }
}

/// Seconds, not before the start.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn millis(seconds: f64) -> Duration {
    Duration::from_millis((seconds.clamp(0.0, 1e9) * 1000.0).round() as u64)
}
