//! Rule files of the user's own.

use super::Builder;
use crate::decode::codes::{BAD_VALUE, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE};
use crate::diag::{Code, Diagnostic, Span, closest};
use crate::stack::{File, OwnAnnotation, OwnGroup, OwnRule, Part, RuleKind, codes};
use crate::value::{Duration, Scalar as _};
use crate::yaml::{Entry, Node, Value};
use std::collections::{BTreeMap, BTreeSet};

const OF_FILE: [&str; 1] = ["groups"];
const OF_GROUP: [&str; 6] = ["name", "interval", "query_offset", "limit", "labels", "rules"];
const OF_RULE: [&str; 7] =
    ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

impl Builder<'_> {
    /// Reads the user's own rule files, and takes them over into the output.
    pub(super) fn own_rules(&mut self, files: &mut Vec<File>) -> Vec<OwnGroup> {
        let mut groups = Vec::new();
        for named in self.named(&self.spec.prometheus.rule_files) {
            // Unit tests often lie beside the rules.
            if named.stem().ends_with("_test") {
                continue;
            }
            if let Some(root) = self.yaml(&named) {
                let mut reader = Reader { found: Vec::new() };
                groups.extend(reader.file(&root));
                self.diagnostics.extend(reader.found);
            }
            // No integration's name starts with `_`.
            let path = format!("prometheus/rules/_{}.yml", named.stem());
            self.carry(&named, &path, named.file.text.clone(), files);
        }
        self.refuse_same_groups(&groups);
        self.warn_of_same_alerts(&groups);
        groups
    }

    /// An alert with the name of one of the stack's: both fire, and are one in a notification.
    fn warn_of_same_alerts(&mut self, groups: &[OwnGroup]) {
        let ours = self.parts.iter().flat_map(|part| &part.alerts);
        let ours: BTreeSet<&str> = ours.map(|alert| alert.name.as_str()).collect();
        let own = groups.iter().flat_map(|group| &group.rules);
        let own = own.filter(|it| it.kind == RuleKind::Alert && ours.contains(it.name.as_str()));
        for rule in own {
            let message = format!("the stack has an alert `{}` of its own", rule.name);
            self.diagnostics.push(
                Diagnostic::warning(codes::DUPLICATE_NAME, message)
                    .at(rule.span, "this one would fire beside it")
                    .help(format!(
                        "rename yours, or leave out the stack's: [alerts.{}] enabled = false",
                        rule.name
                    )),
            );
        }
    }

    /// Two groups of one name: nobody could say which of them fails.
    fn refuse_same_groups(&mut self, groups: &[OwnGroup]) {
        let ours = self.parts.iter().flat_map(Part::rule_files);
        let ours = ours.flat_map(|file| file.groups).map(|group| (group.name, Span::NOWHERE));
        let mut known: BTreeMap<String, Span> = ours.collect();
        for group in groups {
            let Some(first) = known.insert(group.name.clone(), group.span) else { continue };
            let message = format!("two groups of rules are named `{}`", group.name);
            let problem = Diagnostic::error(codes::DUPLICATE_NAME, message).at(group.span, "");
            self.diagnostics.push(if first == Span::NOWHERE {
                problem.note("the other one is the stack's own").help("give yours another name")
            } else {
                problem.at(first, "and this one").help("give one of them another name")
            });
        }
    }
}

/// Reads the form of a rule file. Prometheus refuses the whole file for each of these mistakes.
struct Reader {
    found: Vec<Diagnostic>,
}

impl Reader {
    fn file(&mut self, root: &Node) -> Vec<OwnGroup> {
        if !self.is_map(root, "a rule file", &OF_FILE) {
            return vec![];
        }
        let Some(groups) = root.get("groups") else {
            self.missing(root.span, "groups", "a rule file");
            return vec![];
        };
        let groups = self.list(groups, "`groups`").iter();
        groups.filter_map(|group| self.group(group)).collect()
    }

    fn group(&mut self, node: &Node) -> Option<OwnGroup> {
        if !self.is_map(node, "a group of rules", &OF_GROUP) {
            return None;
        }
        let name = self.text(node, "name");
        if name.is_none() {
            self.missing(node.span, "name", "a group of rules");
        }
        let labels = self.pairs(node, "labels");
        let interval = self.duration(node, "interval");
        let empty = Node { span: node.span, value: Value::List(vec![]), mark: None };
        let rules = self.list(node.get("rules").unwrap_or(&empty), "`rules`").iter();
        let rules = rules.filter_map(|rule| self.rule(rule, &labels)).collect();
        let (name, span) = name?;
        Some(OwnGroup { name, span, interval, rules })
    }

    fn rule(&mut self, node: &Node, of_group: &[(String, String, Span)]) -> Option<OwnRule> {
        if !self.is_map(node, "a rule", &OF_RULE) {
            return None;
        }
        let (alert, record) = (self.text(node, "alert"), self.text(node, "record"));
        let (kind, (name, span)) = match (alert, record) {
            (Some(alert), None) => (RuleKind::Alert, alert),
            (None, Some(record)) => (RuleKind::Recording, record),
            (None, None) => {
                self.missing(node.span, "alert", "a rule");
                return None;
            }
            (Some(_), Some((_, span))) => {
                self.report(BAD_VALUE, "a rule has `alert` or `record`, not both", span);
                return None;
            }
        };
        if kind == RuleKind::Recording {
            for key in ["for", "keep_firing_for", "annotations"] {
                let Some(entry) = node.entry(key) else { continue };
                let message = format!("`{key}` is for alerts, and this rule records a series");
                self.report(BAD_VALUE, message, entry.key_span);
            }
        }
        let expr = self.text(node, "expr");
        if expr.is_none() {
            self.missing(node.span, "expr", "a rule");
        }
        let hold = self.duration(node, "for").unwrap_or(Duration::from_secs(0));
        self.duration(node, "keep_firing_for");
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for (name, value, span) in of_group.iter().cloned().chain(self.pairs(node, "labels")) {
            if name == "__name__" {
                self.report(BAD_VALUE, "`__name__` is the series' name, not a label to set", span);
            }
            labels.insert(name, value);
        }
        let annotations = self.pairs(node, "annotations").into_iter();
        let annotations = annotations.map(|(name, text, span)| OwnAnnotation { name, text, span });
        let annotations = annotations.collect();
        let labels = labels.into_iter().collect();
        let (expr, expr_span) = expr?;
        Some(OwnRule { kind, name, span, expr, expr_span, hold, labels, annotations })
    }

    /// Whether it is a mapping; keys that Prometheus does not know are reported.
    fn is_map(&mut self, node: &Node, what: &str, known: &[&str]) -> bool {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node.span, format!("{what} is a mapping, not {}", node.kind()));
            return false;
        };
        for Entry { key, key_span, .. } in entries {
            if known.contains(&key.as_str()) {
                continue;
            }
            let near = closest(key, known.iter().copied());
            let message = format!("unknown key `{key}` in {what}");
            self.found.push(
                Diagnostic::error(UNKNOWN_KEY, message)
                    .at(*key_span, "")
                    .help_opt(near.map(|near| format!("did you mean `{near}`?")))
                    .note("Prometheus refuses a rule file with other keys"),
            );
        }
        true
    }

    fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if !matches!(node.value, Value::List(_) | Value::Null) {
            self.wrong_type(node.span, format!("{what} is a list, not {}", node.kind()));
        }
        node.items()
    }

    /// The text of a key and its place. `None` if it is not there, or empty.
    fn text(&mut self, map: &Node, key: &str) -> Option<(String, Span)> {
        let node = map.get(key)?;
        let text = node.str().filter(|text| !text.trim().is_empty());
        if text.is_none() && !node.is_null() {
            self.wrong_type(node.span, format!("`{key}` is a text that says something"));
        }
        Some((text?.to_owned(), node.span))
    }

    fn duration(&mut self, map: &Node, key: &str) -> Option<Duration> {
        let (text, span) = self.text(map, key)?;
        match Duration::parse(&text) {
            Ok(duration) => return Some(duration),
            Err(invalid) => self.found.push(
                Diagnostic::error(BAD_VALUE, format!("`{key}` {}", invalid.reason))
                    .at(span, "")
                    .help_opt(invalid.help),
            ),
        }
        None
    }

    /// Texts under a key that are named by the user.
    fn pairs(&mut self, map: &Node, key: &str) -> Vec<(String, String, Span)> {
        let Some(node) = map.get(key) else { return vec![] };
        if !matches!(node.value, Value::Map(_) | Value::Null) {
            self.wrong_type(node.span, format!("`{key}` is a mapping, not {}", node.kind()));
        }
        let mut pairs = Vec::new();
        for Entry { key: name, node, .. } in node.entries() {
            match &node.value {
                Value::Text(text) => pairs.push((name.clone(), text.text.clone(), node.span)),
                Value::Null => pairs.push((name.clone(), String::new(), node.span)),
                _ => self.wrong_type(node.span, format!("`{name}` is a text, not {}", node.kind())),
            }
        }
        pairs
    }

    fn missing(&mut self, span: Span, key: &str, what: &str) {
        self.report(MISSING_KEY, format!("{what} needs `{key}`"), span);
    }

    fn wrong_type(&mut self, span: Span, message: String) {
        self.report(WRONG_TYPE, message, span);
    }

    fn report(&mut self, code: Code, message: impl Into<String>, span: Span) {
        self.found.push(Diagnostic::error(code, message).at(span, ""));
    }
}
