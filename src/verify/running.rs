//! The configuration in force is the rendered one.

use super::settings::{Dialect, Difference, differences};
use super::{Finding, Outcome};
use crate::output::FileSet;
use crate::stack::{Role, Stack};
use crate::value::{Duration, Scalar as _};
use serde_yaml::Value as Yaml;
use std::collections::BTreeMap;

/// Prometheus 3's defaults. Those that it leaves out as long as nobody sets them stand here as well:
/// then nobody has.
const PROMETHEUS: Dialect = Dialect {
    tables: &["runtime", "otlp", "scrape_protocols", "storage"],
    defaults: &[
        ("honor_labels", "false"),
        ("honor_timestamps", "true"),
        ("metrics_path", "/metrics"),
        ("scheme", "http"),
        ("sample_limit", "0"),
        ("target_limit", "0"),
        ("label_limit", "0"),
        ("body_size_limit", "0"),
        ("path_prefix", ""),
        ("proxy_url", ""),
        ("separator", ";"),
        ("replacement", "$1"),
        ("action", "replace"),
        ("regex", "(.*)"),
    ],
    expanded: &["global.external_labels"],
};

/// Alertmanager's.
const ALERTMANAGER: Dialect = Dialect {
    tables: &["http_config", "tls_config", "headers", "details", "labels"],
    defaults: &[
        ("continue", "false"),
        ("group_wait", ""),
        ("group_interval", ""),
        ("repeat_interval", ""),
    ],
    expanded: &[],
};

const RELOAD: &str =
    "it was started before the last render, or reads other files: `stackgen reload`";

/// What the programs say that they run with.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Prometheus's configuration, as it prints it.
    pub prometheus: String,
    /// Its flags.
    pub flags: BTreeMap<String, String>,
    /// Alertmanager's configuration, as it prints it; or why it cannot be told. `None`: the stack has
    /// no Alertmanager.
    pub alertmanager: Option<Result<String, String>>,
}

/// What is in force, against the rendered files.
pub fn judge(stack: &Stack, files: &FileSet, in_force: &InForce) -> Outcome {
    let mut outcome = Outcome::new("configuration", "in force as rendered");
    let compared = |path: &str, running: &str, dialect: &Dialect| {
        let differences = compare(files, path, running, dialect);
        let finding = |it: Difference| Finding::new(path, format!("{} {}", it.path, it.what));
        differences.into_iter().map(|it| finding(it).help(RELOAD)).collect()
    };
    let path = "prometheus/prometheus.yml";
    outcome.expect(path, compared(path, &in_force.prometheus, &PROMETHEUS));
    outcome.expect("prometheus's arguments", flags(stack, &in_force.flags));
    let path = "alertmanager/alertmanager.yml";
    match &in_force.alertmanager {
        None => {}
        Some(Ok(running)) => outcome.expect(path, compared(path, running, &ALERTMANAGER)),
        Some(Err(error)) => outcome.expect(path, vec![Finding::new(path, error).heals()]),
    }
    outcome
}

fn compare(files: &FileSet, path: &str, running: &str, dialect: &Dialect) -> Vec<Difference> {
    let read = |text: &str| serde_yaml::from_str::<Yaml>(text);
    let rendered = files.get(path).map(String::from_utf8_lossy).unwrap_or_default();
    match (read(&rendered), read(running)) {
        (Ok(rendered), Ok(running)) => differences(&inherited(rendered), &running, dialect),
        (Err(error), _) | (_, Err(error)) => {
            let what = format!("cannot be read: {error}");
            vec![Difference { path: "the whole file".to_owned(), what }]
        }
    }
}

/// The configuration with what jobs have of `global`, which Prometheus prints at each: the interval,
/// and the timeout, which is never longer than the interval.
fn inherited(mut rendered: Yaml) -> Yaml {
    let global = |key: &str| Some(rendered.get("global")?.get(key)?.as_str()?.to_owned());
    let (interval, timeout) = (global("scrape_interval"), global("scrape_timeout"));
    let jobs = rendered.get_mut("scrape_configs").and_then(Yaml::as_sequence_mut);
    for job in jobs.into_iter().flatten().filter_map(Yaml::as_mapping_mut) {
        let own = |key: &str| Some(job.get(key)?.as_str()?.to_owned());
        let interval = own("scrape_interval").or_else(|| interval.clone());
        let timeout = own("scrape_timeout").or_else(|| shorter(timeout.clone(), interval.clone()));
        for (key, value) in [("scrape_interval", interval), ("scrape_timeout", timeout)] {
            if let Some(value) = value {
                job.insert(key.into(), value.into());
            }
        }
    }
    rendered
}

fn shorter(one: Option<String>, other: Option<String>) -> Option<String> {
    let (one, other) = (one?, other?);
    let longer = Duration::parse(&one).ok()? > Duration::parse(&other).ok()?;
    Some(if longer { other } else { one })
}

/// The arguments of Prometheus's container, against the flags that it has.
fn flags(stack: &Stack, flags: &BTreeMap<String, String>) -> Vec<Finding> {
    let arguments = stack.with_role(Role::Metrics).flat_map(|service| &service.command);
    let given = arguments.filter_map(|argument| argument.strip_prefix("--")?.split_once('='));
    given
        .filter_map(|(name, value)| {
            // A flag that this release does not tell of.
            let running = flags.get(name)?;
            (!same_flag(value, running)).then(|| {
                let what = format!("--{name} is `{running}`, but rendered as `{value}`");
                Finding::new("prometheus's arguments", what)
                    .help("its container was started with other arguments: `stackgen up`")
            })
        })
        .collect()
}

/// `14d` is printed as `2w`, and `10GB`, which has always meant powers of two, as `10GiB`.
fn same_flag(rendered: &str, running: &str) -> bool {
    let duration = |text: &str| Duration::parse(text).ok();
    rendered == running
        || duration(rendered).is_some_and(|value| Some(value) == duration(running))
        || rendered == running.replace("iB", "B")
        || rendered.trim_end_matches('/') == running.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_inherit() {
        let read = |text: &str| serde_yaml::from_str::<Yaml>(text).unwrap();
        let global = "global: {scrape_interval: 1m, scrape_timeout: 10s}\n";
        let jobs = "scrape_configs: [{job_name: a}, {job_name: b, scrape_interval: 5s}]";
        let full = "scrape_configs: [{job_name: a, scrape_interval: 1m, scrape_timeout: 10s}, \
            {job_name: b, scrape_interval: 5s, scrape_timeout: 5s}]";
        let expected = read(&format!("{global}{full}"));
        assert_eq!(inherited(read(&format!("{global}{jobs}"))), expected);
    }

    #[test]
    fn flags_in_other_forms() {
        assert!(same_flag("15d", "15d"));
        assert!(same_flag("14d", "2w"));
        assert!(same_flag("10GB", "10GiB"));
        assert!(same_flag("http://localhost:9090", "http://localhost:9090/"));
        assert!(!same_flag("15d", "30d"));
        assert!(!same_flag("10GB", "1GiB"));
    }
}
