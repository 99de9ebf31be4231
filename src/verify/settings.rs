//! A configuration as it was rendered, against the form in which the program that read it prints it.
//!
//! Programs print every default, and leave out what is empty. So what was rendered has to be there,
//! value by value; lists have to have the same elements and no others; and a setting that was not
//! rendered may be there only if it is one of those that the program prints of its own accord.

use crate::value::{Duration, Scalar as _};
use serde_yaml::Value as Yaml;

/// What a program prints that nobody wrote.
#[derive(Debug)]
pub(super) struct Dialect {
    /// Settings that are tables or lists, by their names.
    pub(super) tables: &'static [&'static str],
    /// Settings that have one value unless somebody changes it.
    pub(super) defaults: &'static [(&'static str, &'static str)],
    /// Tables in which the program expands `$`, so that a rendered `$$` is one.
    pub(super) expanded: &'static [&'static str],
}

/// Something that is not as it was rendered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// Where: `scrape_configs[api].metrics_path`.
    pub(super) path: String,
    /// What is different.
    pub(super) what: String,
}

/// What is not as it was rendered.
pub(super) fn differences(rendered: &Yaml, running: &Yaml, dialect: &Dialect) -> Vec<Difference> {
    let mut walk = Walk { dialect, found: Vec::new() };
    walk.value("", rendered, Some(running));
    walk.found
}

struct Walk<'a> {
    dialect: &'a Dialect,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn report(&mut self, path: &str, what: impl Into<String>) {
        let path = if path.is_empty() { "the whole file" } else { path };
        self.found.push(Difference { path: path.to_owned(), what: what.into() });
    }

    fn value(&mut self, path: &str, rendered: &Yaml, running: Option<&Yaml>) {
        match (rendered, running) {
            (rendered, None) if is_empty(rendered) => {}
            (rendered, None) => {
                self.report(path, format!("is rendered as {}, but not in force", short(rendered)));
            }
            (Yaml::Mapping(rendered), Some(Yaml::Mapping(running))) => {
                for (key, value) in rendered {
                    self.value(&join(path, key), value, running.get(key));
                }
                for (key, value) in running.iter().filter(|(key, _)| !rendered.contains_key(*key)) {
                    self.unrendered(&join(path, key), &text(key), value);
                }
            }
            (Yaml::Sequence(rendered), Some(Yaml::Sequence(running))) => {
                self.list(path, rendered, running);
            }
            (rendered, Some(running)) => {
                let own = self.meant(path, rendered);
                if !same(&own, running) {
                    let (was, is) = (short(rendered), short(running));
                    self.report(path, format!("is {is}, but rendered as {was}"));
                }
            }
        }
    }

    /// The value that the program reads from what is rendered.
    fn meant(&self, path: &str, rendered: &Yaml) -> Yaml {
        let table = path.rsplit_once('.').map_or("", |(table, _)| table);
        match rendered {
            Yaml::String(text) if self.dialect.expanded.contains(&table) => {
                Yaml::String(text.replace("$$", "$"))
            }
            other => other.clone(),
        }
    }

    fn unrendered(&mut self, path: &str, name: &str, value: &Yaml) {
        let default = self.dialect.defaults.iter().find(|(known, _)| *known == name);
        let wrong = match (default, value) {
            (Some((_, default)), value) => !is_scalar(value) || text(value) != *default,
            (None, value) => {
                !is_scalar(value) && !is_empty(value) && !self.dialect.tables.contains(&name)
            }
        };
        if wrong {
            self.report(path, format!("is {}, but not rendered", short(value)));
        }
    }

    fn list(&mut self, path: &str, rendered: &[Yaml], running: &[Yaml]) {
        if rendered.iter().chain(running).all(is_scalar) {
            self.scalars(path, rendered, running);
        } else if let (Some(old), Some(new)) = (named(rendered), named(running)) {
            for (name, value) in &old {
                let other = new.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
                self.value(&format!("{path}[{name}]"), value, other);
            }
            for (name, _) in new.iter().filter(|(name, _)| !old.iter().any(|(old, _)| old == name))
            {
                self.report(&format!("{path}[{name}]"), "is in force, but not rendered");
            }
        } else {
            for (at, value) in rendered.iter().enumerate() {
                self.value(&format!("{path}[{at}]"), value, running.get(at));
            }
            for at in rendered.len()..running.len() {
                self.report(&format!("{path}[{at}]"), "is in force, but not rendered");
            }
        }
    }

    /// A list of values, whose order means nothing: matchers are printed sorted.
    fn scalars(&mut self, path: &str, rendered: &[Yaml], running: &[Yaml]) {
        let mut left: Vec<&Yaml> = running.iter().collect();
        for value in rendered {
            match left.iter().position(|other| same(value, other)) {
                Some(at) => drop(left.remove(at)),
                None => self.report(path, format!("lacks {}, which is rendered", short(value))),
            }
        }
        for value in left {
            self.report(path, format!("has {}, which is not rendered", short(value)));
        }
    }
}

/// The elements of a list by their names, if each has one of its own.
fn named(list: &[Yaml]) -> Option<Vec<(String, &Yaml)>> {
    let name = |value: &Yaml| {
        let keys = ["job_name", "name"];
        let name = keys.iter().find_map(|key| value.get(*key))?;
        name.as_str().map(ToOwned::to_owned)
    };
    let all: Option<Vec<_>> = list.iter().map(|value| Some((name(value)?, value))).collect();
    let all = all?;
    let unique = all
        .iter()
        .enumerate()
        .all(|(at, (name, _))| !all[..at].iter().any(|(other, _)| other == name));
    unique.then_some(all)
}

/// Whether two values say the same: a duration in other units does, and nobody can look into a secret.
fn same(rendered: &Yaml, running: &Yaml) -> bool {
    let (old, new) = (text(rendered), text(running));
    if old == new || new == "<secret>" {
        return is_scalar(rendered) && is_scalar(running);
    }
    let duration = |text: &str| Duration::parse(text).ok();
    let number = |text: &str| text.parse::<f64>().ok();
    let durations = duration(&old).zip(duration(&new)).is_some_and(|(a, b)| a == b);
    let numbers = number(&old).zip(number(&new)).is_some_and(|(a, b)| (a - b).abs() < 1e-12);
    durations || numbers
}

fn is_scalar(value: &Yaml) -> bool {
    !matches!(value, Yaml::Mapping(_) | Yaml::Sequence(_))
}

/// What a program leaves out when it prints.
fn is_empty(value: &Yaml) -> bool {
    match value {
        Yaml::Null => true,
        Yaml::Bool(value) => !value,
        Yaml::Number(number) => number.as_f64() == Some(0.0),
        Yaml::String(text) => text.is_empty(),
        Yaml::Sequence(list) => list.is_empty(),
        Yaml::Mapping(table) => table.values().all(is_empty),
        Yaml::Tagged(tagged) => is_empty(&tagged.value),
    }
}

fn text(value: &Yaml) -> String {
    match value {
        Yaml::String(text) => text.clone(),
        Yaml::Null => String::new(),
        other => serde_yaml::to_string(other).unwrap_or_default().trim().to_owned(),
    }
}

/// A value in a few words.
fn short(value: &Yaml) -> String {
    if !is_scalar(value) {
        let text = serde_json::to_string(value).unwrap_or_default();
        return if text.chars().count() > 80 {
            format!("{}...", text.chars().take(80).collect::<String>())
        } else {
            text
        };
    }
    format!("`{}`", text(value))
}

fn join(path: &str, key: &Yaml) -> String {
    if path.is_empty() { text(key) } else { format!("{path}.{}", text(key)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECT: Dialect = Dialect {
        tables: &["http_config"],
        defaults: &[("honor_labels", "false"), ("continue", "false")],
        expanded: &["labels"],
    };

    #[track_caller]
    fn case(rendered: &str, running: &str, expected: &[&str]) {
        let read = |text: &str| serde_yaml::from_str::<Yaml>(text).unwrap();
        let found = differences(&read(rendered), &read(running), &DIALECT);
        let found: Vec<_> = found.iter().map(|it| format!("{}: {}", it.path, it.what)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn other_forms_of_the_same_are_the_same() {
        case("{a: 90s, b: \"1\", c: x}", "{c: x, a: 1m30s, b: 1, d: default}", &[]);
        case("{a: 14d}", "{a: 2w}", &[]);
        case("{a: '', b: false, c: 0, d: []}", "{}", &[]);
        case("{url: 'http://x/secret'}", "{url: <secret>}", &[]);
        case("{m: ['b=\"1\"', a]}", "{m: [a, 'b=\"1\"']}", &[]);
        case("{labels: {a: 'x$$y'}}", "{labels: {a: 'x$y'}}", &[]);
        case(
            "{other: {a: 'x$$y'}}",
            "{other: {a: 'x$y'}}",
            &["other.a: is `x$y`, but rendered as `x$$y`"],
        );
    }

    #[test]
    fn what_is_rendered_must_be_there() {
        case("{a: 1}", "{a: 2}", &["a: is `2`, but rendered as `1`"]);
        case("{a: {b: x}}", "{a: {}}", &["a.b: is rendered as `x`, but not in force"]);
        case("{a: {b: x}}", "{}", &["a: is rendered as {\"b\":\"x\"}, but not in force"]);
        case("{a: [x]}", "{a: y}", &["a: is `y`, but rendered as [\"x\"]"]);
        case("{a: [x, y]}", "{a: [x]}", &["a: lacks `y`, which is rendered"]);
        case("{a: 15s}", "{a: 16s}", &["a: is `16s`, but rendered as `15s`"]);
    }

    #[test]
    fn what_is_not_rendered_must_be_a_default() {
        case("{a: [x]}", "{a: [x, x]}", &["a: has `x`, which is not rendered"]);
        case("{}", "{http_config: {follow_redirects: true}, other: 1}", &[]);
        case(
            "{}",
            "{remote_write: [{url: x}]}",
            &["remote_write: is [{\"url\":\"x\"}], but not rendered"],
        );
        case("{}", "{honor_labels: false}", &[]);
        case("{}", "{honor_labels: true}", &["honor_labels: is `true`, but not rendered"]);
    }

    #[test]
    fn lists_of_tables_go_by_name_or_else_by_place() {
        let jobs = "{s: [{job_name: a, x: 1}, {job_name: b}]}";
        case(jobs, "{s: [{job_name: b}, {job_name: a, x: 1}]}", &[]);
        case(
            jobs,
            "{s: [{job_name: a, x: 2}, {job_name: c}]}",
            &[
                "s[a].x: is `2`, but rendered as `1`",
                "s[b]: is rendered as {\"job_name\":\"b\"}, but not in force",
                "s[c]: is in force, but not rendered",
            ],
        );
        case(
            "{r: [{to: a}, {to: b}]}",
            "{r: [{to: b}, {to: a}, {to: c}]}",
            &[
                "r[0].to: is `b`, but rendered as `a`",
                "r[1].to: is `a`, but rendered as `b`",
                "r[2]: is in force, but not rendered",
            ],
        );
    }
}
