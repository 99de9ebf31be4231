//! Many mutants of a rule side by side in one rule file, each under a name of its own.
//!
//! A run of a unit test costs much more than the evaluation of a rule in it. So all mutants of a rule
//! share it: mutant 7 of the alert `A` is the alert `A_m7`, for which the test then asks as well.
//! What reads a mutated recording is there once for each mutant, too.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::mutant::words::{Kind, pieces};
use crate::rules::{Part, list, name_of};

/// A unit test of a rule in several versions.
#[derive(Debug)]
pub(crate) struct Variants<'a> {
    pub(crate) part: &'a Part,
    /// Which of the rules it is.
    pub(crate) at: usize,
    /// Each version with its number.
    pub(crate) versions: Vec<(usize, &'a Value)>,
    /// Which of the tests.
    pub(crate) test: usize,
}

impl Variants<'_> {
    /// The rule file: what the test asks for and all that this reads, once for each version where it
    /// depends on it.
    pub(crate) fn rules(&self) -> Value {
        let dependents = self.part.dependents(self.at);
        let needed = self.part.needed(&self.part.tests[self.test]);
        let names = self.names(&dependents);
        let mut rules = Vec::new();
        for at in needed {
            let rule = &self.part.rules[at];
            if !dependents.contains(&at) {
                rules.push(rule.clone());
                continue;
            }
            for (id, version) in &self.versions {
                let mut rule = if at == self.at { (*version).clone() } else { rule.clone() };
                let key = if rule["alert"].is_string() { "alert" } else { "record" };
                rule[key] = json!(numbered(name_of(&rule), *id));
                rule["expr"] = renamed(&rule["expr"], &names, *id);
                rules.push(rule);
            }
        }
        json!({ "groups": [{ "name": self.part.name, "rules": rules }] })
    }

    /// The test, which asks for every version what it asks for the rule.
    pub(crate) fn test(&self) -> Value {
        let names = self.names(&self.part.dependents(self.at));
        let mut test = self.part.tests[self.test].clone();
        let asks = |kind: &str, of: &dyn Fn(&Value, usize) -> Option<Value>| -> Vec<Value> {
            let expected = list(&test[kind]).iter();
            expected
                .flat_map(|one| self.versions.iter().filter_map(|(id, _)| of(one, *id)))
                .collect()
        };
        let alerts = asks("alert_rule_test", &|expected, id| {
            let name = expected["alertname"].as_str().filter(|name| names.contains(name))?;
            let mut expected = expected.clone();
            expected["alertname"] = json!(numbered(name, id));
            Some(expected)
        });
        let exprs = asks("promql_expr_test", &|expected, id| {
            let mut expected = expected.clone();
            expected["expr"] = renamed(&expected["expr"], &names, id);
            Some(expected)
        });
        test["alert_rule_test"] = json!(alerts);
        test["promql_expr_test"] = json!(exprs);
        test
    }

    fn names(&self, rules: &[usize]) -> BTreeSet<&str> {
        rules.iter().map(|at| name_of(&self.part.rules[*at])).collect()
    }
}

fn numbered(name: &str, id: usize) -> String {
    format!("{name}_m{id}")
}

/// The number in the first name of a text that has one.
pub(crate) fn number_in(text: &str) -> Option<usize> {
    let word = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':';
    text.split(word).find_map(|name| name.rsplit_once("_m")?.1.parse().ok())
}

/// An expression that reads one version of what it read.
fn renamed(expr: &Value, names: &BTreeSet<&str>, id: usize) -> Value {
    let expr = expr.as_str().expect("a rule has an expression");
    let mut out = expr.to_owned();
    for piece in pieces(expr).iter().rev() {
        let text = &expr[piece.at.clone()];
        if piece.kind == Kind::Word && !piece.in_braces && names.contains(text) {
            out.replace_range(piece.at.clone(), &numbered(text, id));
        }
    }
    json!(out)
}

#[test]
fn what_reads_a_mutant_reads_its_own() {
    let part = Part {
        name: "a".to_owned(),
        rules: vec![
            json!({ "record": "r:other", "expr": "x" }),
            json!({ "record": "r:sum", "expr": "sum(x)" }),
            json!({ "alert": "A", "expr": "r:sum / r:other > 1" }),
            json!({ "alert": "B", "expr": "x > 1" }),
        ],
        frame: json!({}),
        tests: vec![json!({
            "alert_rule_test": [{ "alertname": "A", "eval_time": "1m" }],
            "promql_expr_test": [{ "expr": "round(r:sum, 1)" }]
        })],
    };
    let mutant = json!({ "record": "r:sum", "expr": "max(x)" });
    let variants = Variants { part: &part, at: 1, versions: vec![(7, &mutant)], test: 0 };
    assert_eq!(
        variants.rules()["groups"][0]["rules"],
        json!([
            { "record": "r:other", "expr": "x" },
            { "record": "r:sum_m7", "expr": "max(x)" },
            { "alert": "A_m7", "expr": "r:sum_m7 / r:other > 1" },
        ])
    );
    let test = variants.test();
    assert_eq!(test["alert_rule_test"][0]["alertname"], "A_m7");
    assert_eq!(test["promql_expr_test"][0]["expr"], "round(r:sum_m7, 1)");
    assert_eq!(number_in("alertname: A_m7, time: 5m"), Some(7));
    assert_eq!(number_in("expr: \"round(r:sum_m12, 1)\", time: 5m"), Some(12));
}
