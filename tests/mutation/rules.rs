//! The rules and unit tests of a rendered stack.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stackgen::output::FileSet;
use stackgen::promql::Expr;

/// The rules and unit tests of one integration.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// In the order of evaluation: name of the group, rule.
    pub(crate) rules: Vec<(String, Value)>,
    /// The file of unit tests, its tests apart.
    pub(crate) frame: Value,
    pub(crate) tests: Vec<Value>,
}

/// Every integration with rules.
pub(crate) fn parts(files: &FileSet) -> Vec<Part> {
    let read = |path: &str| -> Option<Value> {
        let text = String::from_utf8(files.get(path)?.to_vec()).expect("a file is text");
        Some(serde_yaml::from_str(&text).expect("a file is YAML"))
    };
    let names = files.paths().filter_map(|path| {
        path.as_str().strip_prefix("prometheus/rules/")?.strip_suffix(".yml").map(str::to_owned)
    });
    let part = |name: String| {
        let file = read(&format!("prometheus/rules/{name}.yml")).expect("it was listed");
        let mut frame =
            read(&format!("prometheus/tests/{name}.yml")).unwrap_or(json!({ "tests": [] }));
        let tests = frame["tests"].take().as_array().cloned().unwrap_or_default();
        let mut rules = Vec::new();
        for group in file["groups"].as_array().into_iter().flatten() {
            let name = group["name"].as_str().unwrap_or_default();
            rules.extend(
                group["rules"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|rule| (name.to_owned(), rule.clone())),
            );
        }
        Part { name, rules, frame, tests }
    };
    names.map(part).collect()
}

impl Part {
    /// The rule's name: the alert's, or the recorded series'.
    pub(crate) fn name_of(rule: &Value) -> &str {
        rule["alert"].as_str().or(rule["record"].as_str()).unwrap_or_default()
    }

    /// What the rules read, recordings of recordings included.
    fn read_by(&self, rules: &[&Value]) -> BTreeSet<String> {
        let mut read = BTreeSet::new();
        let mut open: Vec<&Value> = rules.to_vec();
        while let Some(rule) = open.pop() {
            let expr = Expr::parse(rule["expr"].as_str().unwrap_or_default())
                .expect("a rendered rule parses");
            for metric in expr.metrics() {
                if read.insert(metric.to_owned()) {
                    open.extend(
                        self.rules
                            .iter()
                            .map(|(_, rule)| rule)
                            .filter(|rule| rule["record"] == metric),
                    );
                }
            }
        }
        read
    }

    /// The alerts whose outcome depends on a rule: the alert itself, or those that read the series.
    pub(crate) fn alerts_behind(&self, rule: &Value) -> BTreeSet<String> {
        if let Some(alert) = rule["alert"].as_str() {
            return BTreeSet::from([alert.to_owned()]);
        }
        let record = rule["record"].as_str().unwrap_or_default();
        let alerts =
            self.rules.iter().map(|(_, rule)| rule).filter(|rule| rule["alert"].is_string());
        alerts
            .filter(|alert| self.read_by(&[alert]).contains(record))
            .map(|alert| Self::name_of(alert).to_owned())
            .collect()
    }

    /// The places of the tests of some alerts; first those that have series which the rule reads.
    pub(crate) fn tests_of(&self, alerts: &BTreeSet<String>, rule: &Value) -> Vec<usize> {
        let expr = rule["expr"].as_str().unwrap_or_default();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, test) in self.tests.iter().enumerate() {
            let asked = test["alert_rule_test"].as_array().into_iter().flatten();
            let mut asked = asked.filter_map(|asked| asked["alertname"].as_str());
            if asked.any(|alert| alerts.contains(alert)) {
                found.push((distance(expr, test), at));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// A rule file with one rule in the place of another, and of the others only what some alerts
    /// need.
    pub(crate) fn with(&self, at: usize, mutant: &Value, alerts: &BTreeSet<String>) -> Value {
        let is_needed =
            |rule: &Value| rule["alert"].as_str().is_some_and(|alert| alerts.contains(alert));
        let needed: Vec<&Value> =
            self.rules.iter().map(|(_, rule)| rule).filter(|rule| is_needed(rule)).collect();
        let read = self.read_by(&needed);
        let mut groups: Vec<Value> = Vec::new();
        for (index, (group, rule)) in self.rules.iter().enumerate() {
            let keep = is_needed(rule)
                || rule["record"].as_str().is_some_and(|record| read.contains(record));
            if !keep && index != at {
                continue;
            }
            let rule = if index == at { mutant } else { rule };
            match groups.last_mut() {
                Some(last) if last["name"] == **group => {
                    last["rules"].as_array_mut().expect("a list").push(rule.clone());
                }
                _ => groups.push(json!({ "name": group, "rules": [rule] })),
            }
        }
        json!({ "groups": groups })
    }
}

/// How little a test has to do with an expression: how many of the label values and metrics that
/// the expression names its series lack.
fn distance(expr: &str, test: &Value) -> usize {
    let series: Vec<&str> = test["input_series"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|input| input["series"].as_str())
        .collect();
    let words = expr
        .split(|c: char| !c.is_alphanumeric() && !"_:-.".contains(c))
        .filter(|word| word.len() > 2);
    words.filter(|word| !series.iter().any(|series| series.contains(word))).count()
}
