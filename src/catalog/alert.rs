use super::{RecordingTest, Test};
use crate::decode::{At, Listed, choice, table};
use crate::value::{Duration, LabelName, Line, Text, Tier};
use std::collections::BTreeMap;

choice! {
    /// The four golden signals.
    pub enum Signal("a golden signal") {
        /// How long it takes to serve.
        Latency = "latency",
        /// How much is asked for.
        Traffic = "traffic",
        /// How much of it fails.
        Errors = "errors",
        /// How full it is.
        Saturation = "saturation",
    }
}

choice! {
    /// What an alert silences while it fires.
    pub enum Scope("a scope") {
        /// Everything else of the same job and instance.
        Instance = "instance",
        /// Everything else of the same job.
        Job = "job",
    }
}

table! {
    /// A series that Prometheus computes in advance, because many queries read it, or because its
    /// sources name it differently.
    pub struct Recording("a recording rule") {
        /// The series' name, a template: `app:http_requests:rate{= window =}`.
        record: At<Line>,
        /// The expression, a template.
        expr: At<Text>,
        /// Labels to set.
        labels: BTreeMap<LabelName, Line>,
        /// What it computes, for the comment in the rule file.
        comment: Line,
        /// The labels that the series carries. The series is a gauge.
        series_labels: Vec<LabelName>,
        /// An expression: the rule is there only if it is true.
        when: Option<At<Line>>,
        /// Proof that it computes what it says. What alerts read, their tests prove.
        tests: Vec<RecordingTest>,
    }
}

table! {
    /// A condition on which somebody must act.
    pub struct Alert("an alert") {
        /// How urgent it is: who gets it, and when.
        tier: Tier,
        /// The golden signal it belongs to.
        signal: Option<Signal>,
        /// What is wrong, in one line; a Go template over `$labels` and `$value`.
        summary: At<Line>,
        /// What that means and who is affected, with the numbers; a Go template over `$labels` and `$value`.
        description: At<Text>,
        /// The one next thing to do, in one sentence.
        action: Line,
        /// The condition, a PromQL expression and a template that knows `threshold` and `window`.
        expr: At<Text>,
        /// How long the condition must hold before the alert fires.
        r#for: At<Duration> = At::of(Duration::from_secs(0)),
        /// How long the alert stays after the condition is gone, against flapping.
        keep_firing_for: Option<Duration>,
        /// The number that the condition compares with, where a user may want another.
        threshold: Option<Threshold>,
        /// Why the threshold and the duration are what they are.
        why: Text,
        /// Labels of the alert beyond those of the expression, `tier` and `severity`, which it cannot set.
        labels: Listed<LabelName, Line>,
        /// What other alerts are silenced while this one fires.
        silences: Option<Scope>,
        /// An expression: the alert is there only if it is true.
        when: Option<At<Line>>,
        /// What the person on call does.
        runbook: Runbook,
        /// Proof that it fires when it should, and only then.
        tests: Vec<Test>,
    }
}

table! {
    /// The number that an alert's condition compares with.
    pub struct Threshold("a threshold") {
        /// The number.
        value: At<f64>,
        /// What it counts: `percent`, `seconds`, `requests per second`.
        unit: Line,
        /// Every useful threshold is greater than this.
        min: f64 = 0.0,
        /// Every useful threshold is less than this, if there is such a bound.
        max: Option<f64>,
        /// How far above and below the threshold the unit tests go.
        step: f64,
    }
}

table! {
    /// What the person on call does, as Markdown.
    pub struct Runbook("a runbook") {
        /// How to see that the alert is right, and how bad the problem is.
        confirm: Text,
        /// How to end the harm, before the cause is known.
        mitigate: Text,
        /// How to find and fix the cause.
        fix: Text,
    }
}
