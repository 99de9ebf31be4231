use crate::catalog::{Runbook, Scope, Signal};
use crate::decode::At;
use crate::diag::Span;
use crate::value::{AlertName, Duration, Line, Name, Text, Tier};
use std::collections::BTreeMap;

/// A group of rules with an interval of its own.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name among those of the integration.
    pub name: Name,
    /// How often it is evaluated.
    pub interval: At<Duration>,
}

/// A recording rule.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The series' name.
    pub record: String,
    /// The expression.
    pub expr: String,
    /// Where the expression stands.
    pub span: Span,
    /// The name of the profile whose apps it selects. `None`: it reads what holds for all.
    pub profile: Option<String>,
    /// Its group. `None`: the one that all rules are in which name none.
    pub group: Option<Group>,
    /// Labels to set.
    pub labels: Vec<(String, String)>,
    /// The labels that its series carry.
    pub series_labels: Vec<String>,
    /// What it computes.
    pub comment: Line,
    /// Proof that it does.
    pub tests: Vec<RecordingTest>,
}

/// An alert with everything that a spec changed in it.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its name.
    pub name: AlertName,
    /// Where it is defined.
    pub span: Span,
    /// Its tier.
    pub tier: Tier,
    /// The golden signal it belongs to.
    pub signal: Option<Signal>,
    /// Its group. `None`: the one that all rules are in which name none.
    pub group: Option<Group>,
    /// The condition.
    pub expr: String,
    /// Where the condition stands.
    pub expr_span: Span,
    /// How long it must hold.
    pub hold: Duration,
    /// How long the alert stays afterwards.
    pub keep_firing_for: Option<Duration>,
    /// The number that the condition compares with.
    pub threshold: Option<Threshold>,
    /// Why threshold and duration are what they are.
    pub why: Text,
    /// Labels, with `tier` and `severity`.
    pub labels: Vec<(String, String)>,
    /// Annotations.
    pub annotations: Vec<(String, String)>,
    /// Where the texts of annotations stand.
    pub annotation_spans: Vec<(String, Span)>,
    /// The next thing to do.
    pub action: Line,
    /// What it silences.
    pub silences: Option<Scope>,
    /// What whoever is called does.
    pub runbook: Runbook,
    /// Proof that it fires when it should, and only then.
    pub tests: Vec<Test>,
}

/// The number that a condition compares with.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The number in force.
    pub value: f64,
    /// The catalogue's.
    pub default: f64,
    /// What it counts.
    pub unit: Line,
}

/// A unit test of an alert.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// The name of the profile whose metrics it has. `None`: it needs no profile's rules.
    pub profile: Option<String>,
    /// What exists.
    pub series: Vec<TestSeries>,
    /// What is seen.
    pub expect: Vec<Expectation>,
}

/// A series of a unit test, in promtool's notation.
#[derive(Clone, Debug, PartialEq)]
pub struct TestSeries {
    /// Name and labels.
    pub series: String,
    /// Samples.
    pub values: String,
}

/// What is seen at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The time.
    pub at: Duration,
    /// What fires then.
    pub firing: Vec<Firing>,
}

/// An alert that fires in a unit test.
#[derive(Clone, Debug, PartialEq)]
pub struct Firing {
    /// All its labels but `alertname`.
    pub labels: BTreeMap<String, String>,
    /// Its annotations, as people see them.
    pub annotations: Vec<(String, String)>,
}

/// A unit test of a recording rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordingTest {
    /// What it shows.
    pub name: String,
    /// The name of the profile whose metrics it has. `None`: it needs no profile's rules.
    pub profile: Option<String>,
    /// What exists.
    pub series: Vec<TestSeries>,
    /// What is recorded.
    pub expect: Vec<Recorded>,
}

/// What is recorded at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The time.
    pub at: Duration,
    /// Labels and value of each sample; the labels without those that the rule sets.
    pub samples: Vec<(BTreeMap<String, String>, f64)>,
}
