//! Which metrics the jobs of a stack provide.

use super::target_labels::TargetLabels;
use crate::diag::closest;
use crate::promql::{Labels, Matcher, Presence, Selector};
use crate::stack::{Job, MetricType, OF_TARGETS, ProvidedMetric, RuleKind, Stack};
use crate::value::{BadPattern, Pattern, Patterns};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// The metrics that Prometheus makes itself for each alert.
const OF_ALERTS: [&str; 2] = ["ALERTS", "ALERTS_FOR_STATE"];

/// Everything that expressions can read.
pub(super) struct Metrics<'a> {
    stack: &'a Stack,
    jobs: HashMap<&'a str, &'a Job>,
    providers: HashMap<&'a str, Vec<Provider<'a>>>,
    /// What rules record, and how often at least.
    recorded: HashMap<&'a str, Duration>,
    /// The labels of each part's targets, in the order of the parts.
    of_parts: Vec<OnceCell<TargetLabels<'a>>>,
    of_all: OnceCell<TargetLabels<'a>>,
    drops: OnceCell<HashMap<&'a str, Vec<(Pattern, &'a str)>>>,
    patterns: Patterns,
}

/// A metric and the part that has it.
#[derive(Clone, Copy)]
struct Provider<'a> {
    part: usize,
    metric: &'a ProvidedMetric,
}

/// A metric that the jobs throw away.
pub(super) struct Dropped<'a> {
    /// By which job.
    pub(super) job: &'a Job,
    /// Because of which pattern.
    pub(super) pattern: &'a str,
}

impl<'a> Metrics<'a> {
    pub(super) fn new(stack: &'a Stack) -> Self {
        let mut providers: HashMap<&str, Vec<Provider<'_>>> = HashMap::new();
        let mut recorded: HashMap<&str, Duration> = HashMap::new();
        for (index, part) in stack.parts.iter().enumerate() {
            for metric in &part.metrics {
                providers.entry(&metric.name).or_default().push(Provider { part: index, metric });
            }
            for rule in &part.recordings {
                let group = rule.group.as_ref().map(|group| &group.interval);
                let interval = group.unwrap_or(&stack.prometheus.evaluation_interval).value.into();
                let longest = recorded.entry(rule.record.as_str()).or_insert(interval);
                *longest = interval.max(*longest);
            }
        }
        for group in &stack.own_rules {
            let interval = group.interval.unwrap_or(stack.prometheus.evaluation_interval.value);
            let records = group.rules.iter().filter(|rule| rule.kind == RuleKind::Recording);
            for rule in records {
                let longest = recorded.entry(rule.name.as_str()).or_insert(interval.into());
                *longest = Duration::from(interval).max(*longest);
            }
        }
        Self {
            stack,
            jobs: stack.jobs.iter().map(|job| (job.name.as_str(), job)).collect(),
            providers,
            recorded,
            of_parts: stack.parts.iter().map(|_| OnceCell::new()).collect(),
            of_all: OnceCell::new(),
            drops: OnceCell::new(),
            patterns: Patterns::default(),
        }
    }

    /// Whether there is a metric of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.providers.contains_key(name)
            || self.recorded.contains_key(name)
            || OF_TARGETS.contains(&name)
            || OF_ALERTS.contains(&name)
    }

    /// Whether a selector without a metric's name can select anything.
    pub(super) fn has_any(&self, selector: &Selector) -> bool {
        self.names().any(|name| selector.may_select(name))
    }

    /// Whether some series that a selector without a metric's name can select has the labels that it asks
    /// for. Alerts have any label, and are meant only by who asks for one of theirs.
    pub(super) fn has_any_labelled(&self, selector: &Selector) -> bool {
        let asks = |label: &str| selector.matchers_of(label).next().is_some();
        let of_alerts = asks("__name__") || asks("alertname") || asks("alertstate");
        let needed = selector.matchers().iter().filter(|matcher| matcher.needs_label());
        let needed: Vec<&str> =
            needed.map(Matcher::label).filter(|label| *label != "__name__").collect();
        if needed.is_empty() {
            return true;
        }
        let names: BTreeSet<&str> = self.names().filter(|name| selector.may_select(name)).collect();
        names.into_iter().filter(|name| of_alerts || !OF_ALERTS.contains(name)).any(|name| {
            let labels = self.labels(name);
            needed.iter().all(|label| labels.presence(label) != Presence::Never)
        })
    }

    /// What its values mean. `None` if it is unknown, or differs from job to job.
    pub(super) fn kind(&self, name: &str) -> Option<MetricType> {
        if OF_TARGETS.contains(&name) {
            return Some(MetricType::Gauge);
        }
        let mut kinds = self.providers.get(name)?.iter().map(|provider| provider.metric.kind);
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    /// Which labels its series carry.
    pub(super) fn labels(&self, name: &str) -> Labels {
        if OF_TARGETS.contains(&name) {
            let of_all = self.of_all.get_or_init(|| TargetLabels::of(&self.stack.jobs));
            return of_all.any.iter().fold(Labels::none(), |labels, label| {
                labels.with(*label, presence(of_all.all.contains(label)))
            });
        }
        if OF_ALERTS.contains(&name) {
            return Labels::unknown()
                .with("alertname", Presence::Always)
                .with("alertstate", presence(name == "ALERTS"));
        }
        let Some(providers) = self.providers.get(name) else { return Labels::unknown() };
        let mut labels = Labels::none();
        for provider in providers {
            let targets = self.targets(provider.part);
            for label in &provider.metric.labels {
                let label = label.as_str();
                let of_target = targets.any.contains(label) && !targets.all.contains(label);
                let everywhere = providers
                    .iter()
                    .all(|other| other.metric.labels.iter().any(|known| known == label));
                let known = labels.presence(label) == Presence::Sometimes;
                labels = labels.with(label, presence(everywhere && !of_target && !known));
            }
        }
        labels
    }

    /// The longest interval between two samples of what a selector selects, and the job or rule
    /// that has it. `None` if it can select nothing.
    pub(super) fn interval(&self, selector: &Selector) -> Option<(Duration, String)> {
        let name = selector.metric()?;
        let settings = &self.stack.prometheus;
        let of_alerts = || settings.evaluation_interval.value.into();
        let evaluation = OF_ALERTS.contains(&name).then(of_alerts);
        if let Some(evaluation) = evaluation.or_else(|| self.recorded.get(name).copied()) {
            return Some((evaluation, "rules are evaluated".to_owned()));
        }
        let selected =
            |job: &&Job| selector.matchers_of("job").all(|matcher| matcher.matches(&job.name));
        let jobs: Vec<&Job> = match self.providers.get(name) {
            None if OF_TARGETS.contains(&name) => self.stack.jobs.iter().collect(),
            None => vec![],
            Some(providers) => {
                providers.iter().flat_map(|provider| self.part_jobs(provider.part)).collect()
            }
        };
        let interval = |job: &Job| job.interval.as_ref().unwrap_or(&settings.scrape_interval).value;
        let slowest = jobs.into_iter().filter(selected).max_by_key(|job| interval(job))?;
        Some((interval(slowest).into(), format!("the job `{}` is scraped", slowest.name)))
    }

    /// A pattern that must match a whole name, as Prometheus takes it.
    pub(super) fn whole(&self, pattern: &str) -> Result<Pattern, BadPattern> {
        self.patterns.compile(&format!("^(?s:{pattern})$"))
    }

    /// By which job the metric is thrown away; `None` if at least one that provides it keeps it, or if it
    /// would take too long to find out.
    pub(super) fn dropped(&self, name: &str) -> Option<Dropped<'a>> {
        let drops = self.drops.get_or_init(|| self.drops());
        // Prometheus adds the metrics of targets itself, after it has thrown others away.
        if drops.is_empty() || self.recorded.contains_key(name) || OF_TARGETS.contains(&name) {
            return None;
        }
        let jobs =
            self.providers.get(name)?.iter().flat_map(|provider| self.part_jobs(provider.part));
        let mut found = None;
        for job in jobs {
            let patterns = drops.get(job.name.as_str())?;
            let (_, pattern) = patterns
                .iter()
                .find(|(pattern, _)| self.patterns.matches(pattern, name) == Some(true))?;
            found = found.or(Some(Dropped { job, pattern }));
        }
        found
    }

    /// The name that was likely meant by one that is not there.
    pub(super) fn closest(&self, name: &str) -> Option<&'a str> {
        closest(name, self.names())
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let provided = self.stack.parts.iter().flat_map(|part| &part.metrics);
        let own = self.stack.own_rules.iter().flat_map(|group| &group.rules);
        let recorded = own.filter(|rule| rule.kind == RuleKind::Recording);
        let recorded = recorded.map(|rule| rule.name.as_str());
        let names = provided.map(|metric| metric.name.as_str()).chain(recorded);
        names.chain(OF_TARGETS).chain(OF_ALERTS)
    }

    fn drops(&self) -> HashMap<&'a str, Vec<(Pattern, &'a str)>> {
        let mut drops = HashMap::new();
        for job in self.stack.jobs.iter().filter(|job| !job.drop_metrics.is_empty()) {
            let patterns = job
                .drop_metrics
                .iter()
                .filter_map(|pattern| Some((self.whole(pattern.as_str()).ok()?, pattern.as_str())));
            drops.insert(job.name.as_str(), patterns.collect());
        }
        drops
    }

    pub(super) fn part_jobs(&self, part: usize) -> impl Iterator<Item = &'a Job> {
        let jobs = &self.stack.parts[part].jobs;
        jobs.iter().filter_map(|name| self.jobs.get(name.as_str()).copied())
    }

    fn targets(&self, part: usize) -> &TargetLabels<'a> {
        self.of_parts[part].get_or_init(|| TargetLabels::of(self.part_jobs(part)))
    }
}

fn presence(always: bool) -> Presence {
    if always { Presence::Always } else { Presence::Sometimes }
}
