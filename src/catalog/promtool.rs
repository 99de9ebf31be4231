use crate::decode::{At, table};
use crate::value::{LabelName, Line, Text};
use std::collections::BTreeMap;

table! {
    /// A unit test of an alert, which `promtool test rules` runs.
    ///
    /// Templates and expressions can use `threshold`, `above` and `below` (the threshold plus and minus
    /// a step), `for`, `window` and `interval` in seconds as `for_s`, `window_s` and `interval_s`,
    /// how often the rule is evaluated as `evaluation_s`, both intervals together as `tick_s`, and the functions `flat(value, seconds)`, `ramp(start, per_second, seconds)`,
    /// `stairs(first, step, seconds, count)` and `missing(seconds)`, which write runs of samples.
    pub struct Test("a unit test") {
        /// What it shows: `fires when the disk stays above the threshold`.
        name: Line,
        /// The series that exist, from time 0.
        input: Vec<Input>,
        /// What is expected, and when.
        expect: Vec<Expectation>,
        /// An expression: the test is rendered only if it is true.
        when: Option<At<Line>>,
        /// Whether the test is rendered for one convention only, where apps follow several: it proves
        /// what the alert makes of recorded series, which are the same for all.
        once: bool = false,
    }
}

table! {
    /// A series and its samples.
    pub struct Input("an input series") {
        /// Its name and labels, a template.
        series: At<Line>,
        /// Its samples in promtool's notation, a template.
        values: At<Text>,
    }
}

table! {
    /// What is expected at one time.
    pub struct Expectation("an expectation") {
        /// The time in seconds, an expression: `window_s + for_s`.
        at: At<Line>,
        /// The alerts that fire then; none if empty.
        firing: Vec<Firing>,
    }
}

table! {
    /// An alert that fires.
    pub struct Firing("a firing alert") {
        /// Its labels, without `alertname`, `tier`, `severity` and those set in a spec.
        labels: BTreeMap<LabelName, At<Line>>,
        /// What `$value` prints in the annotations, a template. Needed only if they print it.
        value: Option<At<Line>>,
    }
}

table! {
    /// A unit test of a recording rule.
    pub struct RecordingTest("a unit test of a recording rule") {
        /// What it shows: `counts the failed requests of each route`.
        name: Line,
        /// The series that exist, from time 0.
        input: Vec<Input>,
        /// What is recorded, and when.
        expect: Vec<Recorded>,
        /// An expression: the test is rendered only if it is true.
        when: Option<At<Line>>,
        /// Whether the test is rendered for one convention only, where apps follow several: the rule
        /// reads recorded series, which are the same for all.
        once: bool = false,
    }
}

table! {
    /// What is recorded at one time.
    pub struct Recorded("what is recorded") {
        /// The time in seconds, an expression: `2 * window_s`.
        at: At<Line>,
        /// All samples that the series have then; none if empty.
        samples: Vec<Sample>,
    }
}

table! {
    /// A sample that is recorded.
    pub struct Sample("a sample") {
        /// Its labels, without those that the rule sets.
        labels: BTreeMap<LabelName, At<Line>>,
        /// Its value, an expression; compared to a millionth.
        value: At<Line>,
    }
}
