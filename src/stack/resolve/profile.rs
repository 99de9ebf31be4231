//! Which metrics carry the golden signals of which apps.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::Catalog;
use crate::catalog::{Convention, Metric, MetricType};
use crate::decode::At;
use crate::decode::codes::MISSING_KEY;
use crate::diag::Diagnostic;
use crate::spec::App;
use crate::stack::{Profile, codes, target_label};
use crate::value::{LabelName, Line, MetricName, Name};
use serde_json::{Value as Json, json};
use std::sync::Arc;

impl Builder<'_> {
    /// The profile of an app. `None` if it follows no convention, so that nothing is known of its
    /// traffic, errors and latency.
    pub(super) fn profile(&mut self, name: &At<Name>, app: &App) -> Option<Profile> {
        let Some(wanted) = &app.convention else {
            let orphan = app.latency_threshold.as_ref().map(|at| at.span);
            if let Some(span) = orphan {
                self.diagnostics.push(
                    Diagnostic::error(MISSING_KEY, format!("[apps.{name}] needs `convention`"))
                        .at(span, "without one, nothing is known of its latency")
                        .help(format!("one of {}", Catalog::convention_names().join(", "))),
                );
            }
            return None;
        };
        let convention = self.convention(app)?;
        let profile = merged(name, wanted, &convention, app);
        if let Some(signals) = &app.signals {
            self.check_signals(signals, &profile);
        }
        if profile.requests.is_none() && profile.duration.is_none() {
            self.diagnostics.push(
                Diagnostic::error(
                    MISSING_KEY,
                    format!("[apps.{name}] needs `signals`: the convention `{wanted}` names no metrics"),
                )
                .at(wanted.span, "")
                .help("signals = { requests = \"…_total\", errors = 'status=~\"5..\"', duration = \"…_seconds\" }"),
            );
        }
        if let (Some(threshold), None) = (&app.latency_threshold, &profile.duration) {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::CONFLICTING_KEYS,
                    "a latency threshold needs a histogram, and this app has none",
                )
                .at(threshold.span, "")
                .at(wanted.span, "this convention makes no histogram unless told to")
                .help("signals = { duration = \"…_seconds\", buckets = [0.1, 0.5, 1] }"),
            );
        }
        Some(profile)
    }

    /// The convention that an app names, or a report that there is none of this name.
    pub(super) fn convention(&mut self, app: &App) -> Option<Arc<Convention>> {
        let wanted = app.convention.as_ref()?;
        let convention = self.catalog.convention(wanted.as_str(), self.sources, self.diagnostics);
        if convention.is_none() {
            self.unknown("convention", wanted.as_str(), wanted.span, Catalog::convention_names());
        }
        convention
    }
}

/// The convention with what the app's own keys replace.
fn merged(name: &At<Name>, wanted: &At<Name>, convention: &Arc<Convention>, app: &App) -> Profile {
    let base = &convention.signals;
    let own = app.signals.as_ref();
    let metric = |own: Option<&Option<At<MetricName>>>, base: &Option<At<MetricName>>| {
        own.and_then(Option::as_ref).or(base.as_ref()).map(ToString::to_string)
    };
    let line = |own: Option<&Option<At<Line>>>, base: &Option<At<Line>>| {
        let line = own.and_then(Option::as_ref).or(base.as_ref())?;
        Some(At { value: line.to_string(), span: line.span })
    };
    let errors = own.and_then(|own| own.errors.as_ref()).or(base.errors.as_ref());
    let route = own.and_then(|own| own.route.as_ref()).or(base.route.as_ref());
    let buckets =
        own.map(|own| &own.buckets).filter(|own| !own.is_empty()).unwrap_or(&base.buckets);
    let threshold = app
        .latency_threshold
        .as_ref()
        .or(own.and_then(|own| own.latency_threshold.as_ref()))
        .or(base.latency_threshold.as_ref());
    let duration = metric(own.map(|own| &own.duration), &base.duration);
    let threshold = threshold.filter(|_| duration.is_some());
    Profile {
        // Whoever changes a convention has one of their own.
        convention: match own {
            Some(_) => format!("{wanted}.{name}"),
            None => wanted.to_string(),
        },
        requests: metric(own.map(|own| &own.requests), &base.requests),
        errors: errors.map(ToString::to_string),
        errors_span: errors.map(|errors| errors.span),
        duration,
        buckets: buckets.iter().map(|bound| bound.value).collect(),
        route: route.map(ToString::to_string),
        latency_threshold: threshold.cloned(),
        example_ok: line(own.map(|own| &own.example_ok), &base.example_ok),
        example_error: line(own.map(|own| &own.example_error), &base.example_error),
        base: Arc::clone(convention),
    }
}

impl Profile {
    /// The labels that its apps' targets carry, so that rules can tell profiles apart.
    pub(in crate::stack) fn target_labels(&self) -> Vec<(String, String)> {
        let mut labels = vec![(target_label::CONVENTION.to_owned(), self.convention.clone())];
        if let Some(threshold) = &self.latency_threshold {
            let seconds = threshold.secs().to_string();
            labels.push((target_label::LATENCY_THRESHOLD.to_owned(), seconds));
        }
        labels
    }

    /// Its name, of which there is no other: the values of those labels, `express.0.5s`.
    pub fn name(&self) -> String {
        match &self.latency_threshold {
            Some(threshold) => format!("{}.{}s", self.convention, threshold.secs()),
            None => self.convention.clone(),
        }
    }

    /// The matchers of those labels.
    pub(super) fn selector(&self) -> String {
        let labels = self.target_labels();
        let matchers: Vec<_> =
            labels.iter().map(|(key, value)| format!("{key}=\"{value}\"")).collect();
        matchers.join(",")
    }

    /// What the catalogue's templates know of a profile besides its `selector`.
    pub(super) const VARIABLES: [&'static str; 11] = [
        "convention",
        "requests",
        "errors",
        "duration",
        "route",
        "latency_threshold",
        "latency_s",
        "le",
        "example_ok",
        "example_error",
        "example_route",
    ];

    /// As the catalogue's templates see it.
    pub(super) fn to_json(&self) -> Json {
        let seconds = self.latency_threshold.as_ref().map(|threshold| threshold.secs());
        json!({
            "convention": self.convention,
            "selector": self.selector(),
            "requests": self.requests,
            "errors": self.errors,
            "duration": self.duration,
            "route": self.route,
            "latency_threshold": seconds.map(|seconds| seconds.to_string()),
            "latency_s": seconds,
            "le": seconds.map(le_pattern),
            "example_ok": self.example_ok.as_ref().map(|example| &example.value),
            "example_error": self.example_error.as_ref().map(|example| &example.value),
            "example_route": self.example_route(),
        })
    }

    /// The metrics that its apps emit: those of the convention, under the names that the app gives
    /// them.
    pub(super) fn metrics(&self) -> Vec<(String, Metric)> {
        let base = &self.base.signals;
        let own_name = |name: &MetricName| {
            let is = |signal: &Option<At<MetricName>>| {
                signal.as_ref().is_some_and(|known| known.value == *name)
            };
            let renamed = match name {
                _ if is(&base.requests) => self.requests.clone(),
                _ if is(&base.duration) => self.duration.clone(),
                _ => None,
            };
            renamed.unwrap_or_else(|| name.to_string())
        };
        let mut metrics: Vec<_> = self
            .base
            .metrics
            .iter()
            .map(|(name, metric)| (own_name(name), metric.clone()))
            .collect();
        let labels: Vec<LabelName> = self.label_names();
        // An app that tells other labels than its convention has other labels.
        for (name, metric) in &mut metrics {
            let signal = [&self.requests, &self.duration].into_iter().flatten();
            if signal
                .into_iter()
                .any(|signal| signal.strip_suffix("_count").unwrap_or(signal) == name)
            {
                let more = labels.iter().filter(|label| !metric.labels.contains(label)).cloned();
                metric.labels.extend(more.collect::<Vec<_>>());
            }
        }
        // A convention without metrics of its own: what the signals name is all there is.
        for (name, kind) in
            [(&self.requests, MetricType::Counter), (&self.duration, MetricType::Histogram)]
        {
            let Some(name) = name else { continue };
            let known = metrics.iter().any(|(known, metric)| {
                let series = ["_count", "_sum", "_bucket"].iter();
                known == name
                    || metric.r#type == MetricType::Histogram
                        && series.map(|end| format!("{known}{end}")).any(|full| full == *name)
            });
            if !known && !self.is_series_of_duration(name) {
                let metric = Metric {
                    r#type: kind,
                    labels: labels.clone(),
                    buckets: vec![],
                    optional: None,
                };
                metrics.push((name.clone(), metric));
            }
        }
        metrics
    }

    /// What the convention knows of a metric, if the app emits it under that name.
    pub(super) fn kind_by_convention(&self, name: &str) -> Option<MetricType> {
        let signals = [
            (&self.base.signals.requests, &self.requests),
            (&self.base.signals.duration, &self.duration),
        ];
        let renamed = signals.into_iter().any(|(base, own)| {
            base.as_ref().is_some_and(|base| base.as_str() == name) && own.as_deref() != Some(name)
        });
        let metrics = self.base.metrics.iter();
        let mut named = metrics.filter(|(known, _)| known.as_str() == name && !renamed);
        named.next().map(|(_, metric)| metric.r#type)
    }

    fn is_series_of_duration(&self, name: &str) -> bool {
        let of = |duration: &String| name.strip_prefix(duration.as_str()) == Some("_count");
        self.duration.as_ref().is_some_and(of)
    }

    /// The route of its failed example.
    fn example_route(&self) -> Option<&str> {
        let (route, example) = (self.route.as_deref()?, self.example_error.as_ref()?);
        example.value.split(',').find_map(|label| {
            label.trim().strip_prefix(route)?.strip_prefix("=\"")?.strip_suffix('"')
        })
    }

    /// The labels that its matchers and examples use.
    fn label_names(&self) -> Vec<LabelName> {
        use crate::value::Scalar;
        let examples = [&self.example_ok, &self.example_error].into_iter().flatten();
        let mut names: Vec<LabelName> = Vec::new();
        for matchers in self.errors.iter().chain(examples.map(|example| &example.value)) {
            for part in matchers.split(',') {
                let name = part.split(['=', '!']).next().unwrap_or_default().trim();
                names.extend(LabelName::parse(name).ok().filter(|name| !names.contains(name)));
            }
        }
        names.extend(self.route.as_deref().and_then(|route| LabelName::parse(route).ok()));
        names
    }
}

/// A bucket's bound as it may stand in `le`: Prometheus 3 writes `5.0` where older ones write `5`.
/// For a PromQL string, in which a backslash is written twice.
fn le_pattern(seconds: f64) -> String {
    let text = seconds.to_string();
    if text.contains('.') { text.replace('.', r"\\.") } else { format!(r"{text}(\\.0)?") }
}
