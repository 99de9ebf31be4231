use crate::decode::{At, table};
use crate::value::{LabelName, Line, Text};
use std::collections::BTreeMap;

table! {
    /// A unit test of an alert, which `promtool test rules` runs.
    ///
    /// Templates and expressions know `threshold`, `above` and `below` (the threshold plus and minus
    /// a step), `for`, `window` and `interval` in seconds as `for_s`, `window_s` and `interval_s`,
    /// and the functions `flat(value, seconds)`, `ramp(start, per_second, seconds)` and
    /// `missing(seconds)`, which write runs of samples.
    pub struct Test("a unit test") {
        /// What it shows: `fires when the disk stays above the threshold`.
        name: Line,
        /// The series that exist, from time 0.
        input: Vec<Input>,
        /// What is seen when.
        expect: Vec<Expectation>,
        /// An expression: the test is there only if it is true.
        when: Option<At<Line>>,
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
    /// What is seen at one time.
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
        /// How `$value` shows in the annotations, a template, if they show it.
        value: Option<At<Line>>,
    }
}
