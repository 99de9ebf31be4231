use super::{RecordingTest, Test};
use crate::decode::{At, Listed, choice, table};
use crate::value::{Duration, LabelName, Line, Name, Text, Tier};
use std::collections::BTreeMap;

choice! {
    /// The four golden signals.
    pub enum Signal("a golden signal") {
        /// How long requests take.
        Latency = "latency",
        /// How many requests there are.
        Traffic = "traffic",
        /// How many requests fail.
        Errors = "errors",
        /// How full a resource is.
        Saturation = "saturation",
    }
}

choice! {
    /// What an alert inhibits while it fires.
    pub enum Scope("a scope") {
        /// All other alerts with the same job and instance.
        Instance = "instance",
        /// All other alerts with the same job.
        Job = "job",
    }
}

table! {
    /// A recording rule: a series that Prometheus computes in advance, because many queries read it or
    /// because its sources name it differently.
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
        /// The group whose interval it is evaluated at: a name from `groups`.
        group: Option<At<Name>>,
        /// An expression: the rule is rendered only if it is true.
        when: Option<At<Line>>,
        /// Unit tests of the rule, with the same templates as those of an alert. A rule that an alert
        /// reads does not need its own: the alert's tests cover it.
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
        /// What that means and who is affected, with numbers; a Go template over `$labels` and `$value`.
        description: At<Text>,
        /// The one next thing to do, in one sentence.
        action: Line,
        /// The condition: a PromQL expression, and a template that can use `threshold` and `window`.
        expr: At<Text>,
        /// How long the condition must hold before the alert fires.
        r#for: At<Duration> = At::of(Duration::from_secs(0)),
        /// How long the alert keeps firing after the condition is gone, so that it does not flap.
        keep_firing_for: Option<Duration>,
        /// The number that the condition compares with, where a user may want another.
        threshold: Option<Threshold>,
        /// Why the threshold and the duration are what they are.
        why: Text,
        /// Labels of the alert beyond those of the expression. It cannot set `tier` and `severity`.
        labels: Listed<LabelName, Line>,
        /// Which other alerts are inhibited while this one fires.
        silences: Option<Scope>,
        /// The group whose interval it is evaluated at: a name from `groups`.
        group: Option<At<Name>>,
        /// An expression: the alert is rendered only if it is true.
        when: Option<At<Line>>,
        /// What the person on call does.
        runbook: Runbook,
        /// Unit tests: the alert fires when it should, and only then.
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
        /// How to confirm the problem, and see how bad it is.
        confirm: Text,
        /// How to stop the harm before the cause is known.
        mitigate: Text,
        /// How to find and fix the cause.
        fix: Text,
    }
}
