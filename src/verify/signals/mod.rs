//! Each app's own series carry what the rules read of them.
//!
//! A rule that selects by a label which the app calls something else has no data, and its alert never
//! fires, while every target is up and every rule is evaluated. So Prometheus is asked what each app's
//! series look like, and a finding says what to write under `[apps.NAME.signals]`.

mod counter;
mod edit;
mod guess;
mod histogram;
#[cfg(test)]
mod tests;

use super::{Finding, Outcome};
use crate::stack::{Job, Profile};
use edit::Edit;
use std::collections::{BTreeMap, BTreeSet};

/// The labels of a series.
pub type Labels = BTreeMap<String, String>;

/// What Prometheus says of an app.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Whether a target of it answered the last scrape.
    pub up: bool,
    /// The names of the metrics of which it has series.
    pub series: BTreeSet<String>,
    /// The types of the metrics that it declares, with or without series.
    pub declared: BTreeMap<String, String>,
    /// The labels of the series of the counter that [`reads`] names.
    pub requests: Vec<Labels>,
    /// The bounds of the histogram that [`reads`] names, as `le` has them.
    pub bounds: Vec<String>,
    /// The labels of the series that have the histogram's own name, which only other types have.
    pub unbucketed: Vec<Labels>,
}

/// An app and what is seen of it.
#[derive(Clone, Debug)]
pub struct App<'a> {
    /// Its scrape job.
    pub job: &'a Job,
    /// Where its golden signals should be.
    pub profile: &'a Profile,
    /// What is there.
    pub seen: Seen,
}

/// The metrics whose series are looked at: those that the rules read, or if they are missing, those
/// that look most like them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reads {
    /// The counter of requests.
    pub requests: Option<String>,
    /// The histogram of the time to answer, without `_bucket`.
    pub duration: Option<String>,
}

/// Chooses the metrics to look at among those of which an app has series.
pub fn reads(profile: &Profile, series: &BTreeSet<String>) -> Reads {
    let bucket = |name: &str| series.contains(&format!("{name}_bucket"));
    let requests = profile.requests.as_ref().and_then(|wanted| {
        if series.contains(wanted) { Some(wanted.clone()) } else { guess::counter(series) }
    });
    let duration = profile.duration.as_ref().and_then(|wanted| {
        if bucket(wanted) { Some(wanted.clone()) } else { guess::histogram(series) }
    });
    Reads { requests, duration }
}

/// The expressions that are asked about an app.
pub mod ask {
    /// A selector of an app's own series.
    pub fn selector(metric: &str, job: &str) -> String {
        format!("{metric}{{job=\"{job}\",role=\"app\"}}")
    }

    /// Its targets that answer.
    pub fn up(job: &str) -> String {
        format!("{} == 1", selector("up", job))
    }

    /// The names of its metrics.
    pub fn names(job: &str) -> String {
        format!("group by (__name__) ({})", selector("", job))
    }

    /// The labels of a metric, whatever its instance.
    pub fn labels(metric: &str, job: &str) -> String {
        format!("group without (instance) ({})", selector(metric, job))
    }

    /// The bounds of a histogram.
    pub fn bounds(histogram: &str, job: &str) -> String {
        format!("group by (le) ({})", selector(&format!("{histogram}_bucket"), job))
    }
}

/// The names among those that Prometheus has of an app that are the app's own.
pub fn own_names(sets: Vec<Labels>) -> BTreeSet<String> {
    let names = sets.into_iter().filter_map(|mut labels| labels.remove("__name__"));
    let made_here = |name: &String| {
        name == "up"
            || name.starts_with("scrape_")
            || name.starts_with("ALERTS")
            || name.contains(':')
    };
    names.filter(|name| !made_here(name)).collect()
}

/// Whether the apps' series carry what the rules read.
pub fn judge(apps: &[App<'_>]) -> Outcome {
    let mut outcome = Outcome::new("signals", "apps have the series that their rules read");
    if apps.is_empty() {
        return outcome.skipped("no app of the stack has a `convention`");
    }
    for app in apps {
        let name = app.job.name.as_str();
        let report = app.report();
        match report.undecided {
            Some(why) if report.problems.is_empty() => {
                outcome.expected += 1;
                outcome.undecided.push((name.to_owned(), why));
            }
            _ => {
                let help = report.edit.help(name, &report.advice);
                let finding = |problem| Finding::new(name, problem).help(help.clone());
                outcome.expect(name, report.problems.into_iter().map(finding).collect());
            }
        }
    }
    outcome
}

/// What is found of one app.
#[derive(Debug, Default)]
struct Report {
    problems: Vec<String>,
    /// Metrics that are missing, with nothing that looks like them.
    missing: Vec<String>,
    /// Why nothing can be said yet.
    undecided: Option<String>,
    /// What to write.
    edit: Edit,
    /// What to do besides, or instead.
    advice: Vec<String>,
}

impl App<'_> {
    fn report(&self) -> Report {
        let mut report = Report::default();
        let name = &self.job.name;
        if !self.seen.up {
            report.undecided = Some("no target of it answers yet: see `targets`".to_owned());
            return report;
        }
        if self.seen.series.is_empty() && self.seen.declared.is_empty() {
            report.problems.push("its metrics page is empty".to_owned());
            report.advice.push(format!("set `metrics_path` under [apps.{name}]"));
            return report;
        }
        counter::look(self, &mut report);
        if report.undecided.is_none() {
            histogram::look(self, &mut report);
        }
        if !report.missing.is_empty() {
            let all: Vec<_> = report.missing.iter().map(|name| format!("`{name}`")).collect();
            let are = if all.len() == 1 { "is" } else { "are" };
            report.problems.push(format!(
                "{} {are} not among its metrics, nor is anything that looks like it",
                all.join(" and ")
            ));
            report.advice.push(format!(
                "send it a request and run `stackgen verify` again: some libraries show a metric \
                 only then; if it is still missing, name the app's own metrics in `requests` and \
                 `duration` under [apps.{name}.signals]"
            ));
        }
        report
    }

    /// What the app declares a metric to be, under its own name or that of its family.
    fn declared(&self, name: &str) -> Option<&str> {
        let family = ["_total", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let of = |name: &str| self.seen.declared.get(name).map(String::as_str);
        of(name).or_else(|| of(family?))
    }

    /// Whether a label is one that the stack gives to all series of the app.
    fn is_given(&self, label: &str) -> bool {
        let targets = self.job.targets.iter().flat_map(|target| &target.labels);
        ["job", "instance", "le", "quantile", "__name__"].contains(&label)
            || targets.into_iter().any(|(name, _)| name == label)
    }

    /// The values of each label that the app itself gives to its counter.
    fn values(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (label, value) in self.seen.requests.iter().flatten() {
            if !self.is_given(label) && !value.is_empty() {
                values.entry(label).or_default().insert(value);
            }
        }
        values
    }
}

/// Some of them, in backquotes.
fn some<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let all: Vec<_> = all.into_iter().collect();
    let shown: Vec<_> = all.iter().take(MOST).map(|one| format!("`{one}`")).collect();
    let more = if all.len() > MOST { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
