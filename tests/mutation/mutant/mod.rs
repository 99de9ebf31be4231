//! What can be wrong in a rule.
//!
//! * [`expr`]: its expression, piece by piece: names, matchers, groupings, windows
//! * [`number`]: thresholds and factors
//! * [`operator`]: comparisons, arithmetic, sets, aggregations and functions
//! * here: `for`, `keep_firing_for` and labels

mod expr;
mod number;
mod operator;
pub(crate) mod words;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stackgen::promql::Expr;
use stackgen::value::{Duration, Scalar as _};

/// A rule with one thing in it changed.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    /// What was changed, to be recognised by: `threshold > 80 x 1.15 @12`.
    pub(crate) what: String,
    /// The rule, as in a rule file.
    pub(crate) rule: Value,
}

impl Mutant {
    /// What was changed, without the place in the expression.
    pub(crate) fn kind(&self) -> &str {
        self.what.rsplit_once(" @").map_or(&*self.what, |(kind, _)| kind)
    }

    /// Where in the expression, if it is there.
    pub(crate) fn place(&self) -> Option<usize> {
        self.what.rsplit_once(" @")?.1.parse().ok()
    }

    /// Whether Prometheus can read it: one that it refuses proves nothing.
    pub(crate) fn is_sound(&self) -> bool {
        Expr::parse(self.rule["expr"].as_str().unwrap_or_default()).is_ok()
    }
}

/// Every mutant of a rule.
pub(crate) fn all(rule: &Value) -> Vec<Mutant> {
    let source = rule["expr"].as_str().expect("a rule has an expression");
    let mut mutants: Vec<Mutant> = expr::all(source)
        .into_iter()
        .map(|(what, expr)| with(rule, &what, "expr", json!(expr)))
        .collect();
    if rule["alert"].is_string() {
        mutants.extend(times(rule, "for"));
        mutants.extend(times(rule, "keep_firing_for"));
    }
    mutants.extend(labels(rule));
    let mut seen = BTreeSet::new();
    mutants.retain(|mutant| seen.insert(mutant.what.clone()));
    mutants
}

fn with(rule: &Value, what: &str, key: &str, value: Value) -> Mutant {
    let mut rule = rule.clone();
    rule[key] = value;
    Mutant { what: what.to_owned(), rule }
}

/// A duration that is longer, shorter, gone, or there where none was.
fn times(rule: &Value, key: &str) -> Vec<Mutant> {
    let with = |what: &str, millis: u64| {
        with(rule, &format!("{key} {what}"), key, json!(format!("{millis}ms")))
    };
    match rule[key].as_str() {
        Some(text) => {
            let millis = millis(text).expect("it is a duration");
            vec![
                with("x 1.3", millis * 13 / 10),
                with("x 0.7", millis * 7 / 10),
                with("dropped", 0),
            ]
        }
        None => vec![with("added", 300_000)],
    }
}

fn millis(text: &str) -> Option<u64> {
    Duration::parse(text).ok().map(Duration::millis)
}

/// Each label dropped, and each with another value.
fn labels(rule: &Value) -> Vec<Mutant> {
    let mut found = Vec::new();
    for name in rule["labels"].as_object().into_iter().flat_map(|labels| labels.keys()) {
        let mut dropped = rule.clone();
        dropped["labels"].as_object_mut().expect("it has labels").shift_remove(name);
        found.push(Mutant { what: format!("label {name} dropped"), rule: dropped });
        let mut changed = rule.clone();
        changed["labels"][name] = json!("mutant");
        found.push(Mutant { what: format!("label {name} changed"), rule: changed });
    }
    found
}

#[test]
fn everything_beside_the_expression_is_changed() {
    let rule =
        json!({ "alert": "A", "expr": "vector(time())", "for": "10m", "labels": { "tier": "P0" } });
    let found = all(&rule);
    let whats: Vec<_> = found.iter().map(|mutant| &*mutant.what).collect();
    assert_eq!(
        whats,
        [
            "for x 1.3",
            "for x 0.7",
            "for dropped",
            "keep_firing_for added",
            "label tier dropped",
            "label tier changed"
        ]
    );
    assert_eq!(found[0].rule["for"], "780000ms");
    assert_eq!(found[4].rule["labels"], json!({}));
}
