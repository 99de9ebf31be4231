//! The rules and unit tests of a rendered stack.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use stackgen::output::FileSet;
use stackgen::promql::Expr;
use stackgen::value::{Duration, Scalar as _};

/// The rules and unit tests of one integration.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// In the order of evaluation.
    pub(crate) rules: Vec<Value>,
    /// What a file of its unit tests says besides them and the rules.
    pub(crate) frame: Value,
    pub(crate) tests: Vec<Value>,
}

/// Every integration with rules. Those of apps are in several files, one for each profile.
pub(crate) fn parts(files: &FileSet) -> Vec<Part> {
    let read = |path: &str| -> Option<Value> {
        let text = String::from_utf8(files.get(path)?.to_vec()).expect("a file is text");
        Some(serde_yaml::from_str(&text).expect("a file is YAML"))
    };
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    // `app.express.2s` before `app`, which reads what it records.
    let mut names: Vec<_> = files
        .paths()
        .filter_map(|path| {
            path.as_str().strip_prefix("prometheus/rules/")?.strip_suffix(".yml").map(str::to_owned)
        })
        .collect();
    names.sort_by_key(|name| Reverse(name.matches('.').count()));
    for group in names {
        let file = read(&format!("prometheus/rules/{group}.yml")).expect("it was listed");
        let groups = list(&file["groups"]);
        assert_eq!(groups.len(), 1, "the rules of {group} are evaluated in order");
        let name = group.split('.').next().unwrap_or_default().to_owned();
        let part = parts.entry(name.clone()).or_insert_with(|| Part {
            name,
            rules: vec![],
            frame: json!({}),
            tests: vec![],
        });
        part.rules.extend(groups.iter().flat_map(|group| list(&group["rules"])).cloned());
        if let Some(mut tests) = read(&format!("prometheus/tests/{group}.yml")) {
            part.tests.extend(list(&tests["tests"].take()).iter().cloned());
            part.frame = json!({ "evaluation_interval": tests["evaluation_interval"] });
        }
    }
    parts.into_values().collect()
}

/// The rules of apps of a convention with their own unit tests, and without those that are there once for
/// all; and how many rules are theirs alone. The others follow.
pub(crate) fn of_profile(files: &FileSet, convention: &str) -> (Part, usize) {
    let start = format!("prometheus/tests/app.{convention}.");
    let read = |path: &str| -> Value {
        let bytes = files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        serde_yaml::from_slice(bytes).expect("a file is YAML")
    };
    let path = files.paths().find(|path| path.as_str().starts_with(&start));
    let mut frame = read(path.expect("the convention has tests").as_str());
    let tests = list(&frame["tests"].take()).to_vec();
    let loaded = list(&frame["rule_files"]).iter().map(|rules| {
        let name = rules.as_str().and_then(|rules| rules.strip_prefix("../")).expect("a path");
        list(&read(&format!("prometheus/{name}"))["groups"][0]["rules"]).to_vec()
    });
    let loaded: Vec<Vec<Value>> = loaded.collect();
    let own = loaded[0].len();
    let frame = json!({ "evaluation_interval": frame["evaluation_interval"] });
    (Part { name: "app".to_owned(), rules: loaded.concat(), frame, tests }, own)
}

/// The items of a list; none of what is no list.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The rule's name: the alert's, or the recorded series'.
pub(crate) fn name_of(rule: &Value) -> &str {
    rule["alert"].as_str().or(rule["record"].as_str()).unwrap_or_default()
}

/// The metrics that an expression reads.
///
/// # Panics
///
/// If Prometheus could not read it.
pub(crate) fn metrics_of(expr: &str) -> BTreeSet<String> {
    let expr = Expr::parse(expr).unwrap_or_else(|error| panic!("{expr}: {error:?}"));
    expr.metrics().into_iter().map(ToString::to_string).collect()
}

impl Part {
    /// The rules whose outcome may depend on a rule, which is one of them, in their order: those that
    /// read what it records, and those that record the same series.
    pub(crate) fn dependents(&self, at: usize) -> Vec<usize> {
        let mut names = BTreeSet::from([name_of(&self.rules[at])]);
        loop {
            let depends = |rule: &&Value| {
                names.contains(name_of(rule))
                    || metrics_of(rule["expr"].as_str().unwrap_or_default())
                        .iter()
                        .any(|metric| names.contains(&**metric))
            };
            let more: BTreeSet<_> = self.rules.iter().filter(depends).map(name_of).collect();
            if more == names {
                let is_named = |at: &usize| names.contains(name_of(&self.rules[*at]));
                return (0..self.rules.len()).filter(is_named).collect();
            }
            names = more;
        }
    }

    /// The rules that a test asks for, and the recordings that they read, directly or by way of others;
    /// in their order.
    pub(crate) fn needed(&self, test: &Value) -> BTreeSet<usize> {
        let mut open: Vec<String> = asked(test).into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            for (at, rule) in self.rules.iter().enumerate() {
                if name_of(rule) == name && found.insert(at) {
                    open.extend(metrics_of(rule["expr"].as_str().unwrap_or_default()));
                }
            }
        }
        found
    }

    /// The places of the tests that ask for what a rule says, or for what depends on it; first those that
    /// are likely to see a mistake, and among them the cheapest.
    pub(crate) fn tests_of(&self, rule: usize) -> Vec<usize> {
        let dependents = self.dependents(rule);
        let names: BTreeSet<_> = dependents.iter().map(|at| name_of(&self.rules[*at])).collect();
        let mut found = Vec::new();
        for (at, test) in self.tests.iter().enumerate() {
            if asked(test).iter().any(|name| names.contains(&**name)) {
                let needed = self.needed(test).len();
                let cost = list(&test["input_series"]).len() * seconds(test);
                let unlikely = !asks_for_labels_of(test, &self.rules[rule]);
                found.push((unlikely, needed, !expects_something(test), cost, at));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(.., at)| at).collect()
    }
}

/// Whether a test asks for the very labels that a rule sets, of several rules for one series; an alert's
/// test asks for no labels.
fn asks_for_labels_of(test: &Value, rule: &Value) -> bool {
    let labels = rule["labels"].as_object().filter(|_| rule["record"].is_string());
    let exprs = list(&test["promql_expr_test"]);
    labels.into_iter().flatten().all(|(name, value)| {
        let matcher = format!("{name}={value}");
        exprs.iter().filter_map(|one| one["expr"].as_str()).any(|expr| expr.contains(&matcher))
    })
}

/// The alerts and series that a test asks for.
fn asked(test: &Value) -> BTreeSet<String> {
    let alerts = list(&test["alert_rule_test"]).iter().filter_map(|it| it["alertname"].as_str());
    let exprs = list(&test["promql_expr_test"]).iter().filter_map(|it| it["expr"].as_str());
    alerts.map(str::to_owned).chain(exprs.flat_map(metrics_of)).collect()
}

/// Every expectation of a test.
fn expectations(test: &Value) -> impl Iterator<Item = &Value> {
    list(&test["alert_rule_test"]).iter().chain(list(&test["promql_expr_test"]))
}

/// Whether an alert fires in a test, or something is recorded.
fn expects_something(test: &Value) -> bool {
    expectations(test)
        .any(|one| !list(&one["exp_alerts"]).is_empty() || !list(&one["exp_samples"]).is_empty())
}

/// How long a test lasts.
fn seconds(test: &Value) -> usize {
    let last =
        expectations(test).filter_map(|one| Duration::parse(one["eval_time"].as_str()?).ok());
    last.map(|time| usize::try_from(time.millis() / 1000).unwrap_or(usize::MAX))
        .max()
        .unwrap_or_default()
}
