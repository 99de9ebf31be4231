//! Alerts and dashboards of an integration in use.

use super::distinct::Distinct;
use super::evaluate::Evaluate;
use super::scene::{Scene, scenes, series_names};
use super::{annotation, labels, metrics};
use crate::catalog::{self, Catalog, Loaded, MetricType};
use crate::decode::At;
use crate::diag::{Diagnostic, Diagnostics};
use crate::spec::{AlertOverride, Spec};
use crate::stack::{
    Alert, Dashboard, Group, Job, Panel, Part, Profile, PrometheusSettings, ProvidedMetric, Query,
    Threshold, codes,
};
use crate::template::{Context, Engine};
use crate::value::{AlertName, Duration, Name, Tier};
use serde_json::{Value as Json, json};

/// Builds rules, their tests and dashboards.
pub(super) struct Rules<'a> {
    pub(super) spec: &'a Spec,
    pub(super) prometheus: &'a PrometheusSettings,
    pub(super) jobs: &'a [Job],
    pub(super) engine: &'a Engine,
    pub(super) diagnostics: Diagnostics,
    /// Alerts that the spec switches off.
    pub(super) disabled: Vec<AlertName>,
}

impl Evaluate for Rules<'_> {
    fn tools(&mut self) -> (&Engine, &mut Diagnostics) {
        (self.engine, &mut self.diagnostics)
    }
}

impl Rules<'_> {
    /// What an integration contributes besides services and jobs.
    pub(super) fn part(
        &mut self,
        loaded: &Loaded,
        jobs: Vec<String>,
        profiles: &[Profile],
    ) -> Part {
        let integration = &loaded.integration;
        let context = self.rule_context(profiles);
        let scenes = scenes(&context, profiles);
        let labels = metrics::target_labels(self.jobs, &jobs);
        let mut provided = Vec::new();
        for (name, metric) in &integration.metrics {
            provided.extend(metrics::series(name.as_str(), metric, &labels));
        }
        provided.extend(metrics::of_profiles(profiles, &labels, &provided));
        let groups = self.groups(&integration.groups);
        let recordings = self.recordings(&integration.recordings, &groups, &scenes);
        let mut recorded = Distinct::default();
        for recording in &recordings {
            let metric = ProvidedMetric {
                name: recording.record.clone(),
                kind: MetricType::Gauge,
                labels: recording.series_labels.clone(),
                buckets: vec![],
            };
            recorded.push(recording.record.clone(), metric);
        }
        provided.extend(recorded.into_values());
        let mut alerts = Vec::new();
        for (name, alert) in &integration.alerts {
            alerts.extend(self.alert(name, alert, &groups, &context, &scenes));
        }
        let hidden =
            integration.section == catalog::Section::Stack && !self.spec.grafana.stack_dashboards;
        let shown = integration.dashboards.iter().filter(|_| !hidden);
        let dashboards = shown
            .map(|dashboard| self.dashboard(&loaded.name, dashboard, &context, &alerts))
            .collect();
        Part {
            name: loaded.name.clone(),
            title: integration.title.clone(),
            summary: integration.summary.clone(),
            section: integration.section,
            source: loaded.source,
            own: loaded.own,
            replaces: loaded.own && Catalog::brings(loaded.name.as_str()),
            jobs,
            metrics: provided,
            recordings,
            alerts,
            dashboards,
        }
    }

    /// What all templates of rules know.
    fn rule_context(&self, profiles: &[Profile]) -> Context {
        let settings = self.prometheus;
        let profiles: Vec<_> = profiles.iter().map(Profile::to_json).collect();
        let mut context = Context::default();
        // Where no app follows a convention, its names are there, without values.
        for name in Profile::VARIABLES {
            context.set(name, Json::Null);
        }
        let context = context
            .with("selector", "")
            .with("window", settings.window.to_string())
            .with("window_s", number(settings.window.secs()))
            .with("interval_s", number(settings.scrape_interval.secs()))
            .with("profiles", profiles);
        self.evaluated(&context, *settings.evaluation_interval)
    }

    /// What templates of rules know that are evaluated at an interval.
    pub(super) fn evaluated(&self, context: &Context, interval: Duration) -> Context {
        let (scrape, evaluation) = (self.prometheus.scrape_interval.secs(), interval.secs());
        context
            .clone()
            .with("evaluation_s", number(evaluation))
            .with("tick_s", number(scrape + evaluation))
    }

    fn alert(
        &mut self,
        name: &At<AlertName>,
        template: &catalog::Alert,
        groups: &[Group],
        context: &Context,
        scenes: &[Scene],
    ) -> Option<Alert> {
        let when = template.when.as_ref().map(|when| (when.as_str(), when.span));
        if self.holds(when, context) != Some(true) {
            return None;
        }
        let given = self.spec.alerts.get(&name.value);
        if given.is_some_and(|given| !given.enabled) {
            self.disabled.push(name.value.clone());
            return None;
        }
        let threshold = self.threshold(template, given);
        let hold = given.and_then(|given| given.r#for.as_ref()).unwrap_or(&template.r#for).value;
        let group = self.group(template.group.as_ref(), groups);
        let evaluation =
            group.as_ref().map_or(&self.prometheus.evaluation_interval, |it| &it.interval);
        let own = |context: &Context| {
            let mut context =
                self.evaluated(context, **evaluation).with("for_s", number(hold.secs()));
            if let Some((threshold, above, below)) = &threshold {
                context.set("threshold", number(threshold.value));
                context.set("above", number(*above));
                context.set("below", number(*below));
            }
            context
        };
        let context = own(context);
        let scenes: Vec<_> = scenes.iter().map(|scene| scene.with(own(&scene.context))).collect();
        let expr = self.render(template.expr.as_str(), template.expr.span, &context)?;
        let tier =
            given.and_then(|given| given.tier.as_ref()).map_or(template.tier, |tier| tier.value);
        let labels = self.labels(tier, template, given);
        let annotations = self.annotations(name, template);
        let mut alert = Alert {
            name: name.value.clone(),
            span: name.span,
            tier,
            signal: template.signal,
            group,
            expr: expr.trim().to_owned(),
            expr_span: template.expr.span,
            hold,
            keep_firing_for: template.keep_firing_for,
            threshold: threshold.map(|(threshold, ..)| threshold),
            why: template.why.clone(),
            labels: labels
                .iter()
                .map(|(key, value)| (key.clone(), annotation::literal(value)))
                .collect(),
            annotations,
            annotation_spans: vec![
                ("summary".to_owned(), template.summary.span),
                ("description".to_owned(), template.description.span),
            ],
            action: template.action.clone(),
            silences: template.silences,
            runbook: template.runbook.clone(),
            tests: vec![],
        };
        let mut tests = Distinct::default();
        for test in &template.tests {
            for scene in &scenes {
                // What does not depend on the profile needs no second proof.
                let Some(made) = self.test(test, &alert, &labels, scene) else { continue };
                tests.push(series_names(&made.series), made);
                if test.once {
                    break;
                }
            }
        }
        alert.tests = tests.into_values();
        Some(alert)
    }

    /// All labels that the rule sets, each once.
    fn labels(
        &mut self,
        tier: Tier,
        template: &catalog::Alert,
        given: Option<&AlertOverride>,
    ) -> Vec<(String, String)> {
        let mut all = vec![
            ("tier".to_owned(), tier.to_string()),
            ("severity".to_owned(), tier.severity().to_owned()),
        ];
        let own = labels::of_alert(&template.labels, &mut self.diagnostics);
        let given =
            given.map(|given| labels::of_alert_changes(&given.labels, &mut self.diagnostics));
        for (key, value) in
            text_pairs(&own).into_iter().chain(text_pairs(&given.unwrap_or_default()))
        {
            all.retain(|(known, _)| *known != key);
            all.push((key, value));
        }
        all
    }

    /// The threshold in force, and the values above and below it that the tests try.
    fn threshold(
        &mut self,
        template: &catalog::Alert,
        given: Option<&AlertOverride>,
    ) -> Option<(Threshold, f64, f64)> {
        let wanted = given.and_then(|given| given.threshold.as_ref());
        let Some(own) = &template.threshold else {
            if let Some(wanted) = wanted {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::CONFLICTING_KEYS,
                        "this alert does not have a threshold",
                    )
                    .at(wanted.span, "")
                    .help("remove it; `for`, `tier`, `labels` and `enabled` can be set"),
                );
            }
            return None;
        };
        let mut value = wanted.unwrap_or(&own.value);
        let too_large = own.max.is_some_and(|max| **value >= max);
        if **value <= own.min || too_large {
            let range = match own.max {
                Some(max) => format!("more than {} and less than {max} {}", own.min, own.unit),
                None => format!("more than {} {}", own.min, own.unit),
            };
            self.diagnostics.push(
                Diagnostic::error(
                    codes::THRESHOLD_RANGE,
                    format!("this threshold must be {range}"),
                )
                .at(value.span, "")
                .note("outside these bounds, the alert would always fire or never fire")
                .help_opt(
                    wanted.map(|_| format!("without it, the threshold is {}", own.value.value)),
                ),
            );
            // The alert stays, so that nothing that refers to it is accused.
            value = &own.value;
        }
        let above = **value + own.step;
        let above =
            own.max.filter(|max| above >= *max).map_or(above, |max| f64::midpoint(**value, max));
        let below = **value - own.step;
        let below = if below <= own.min { f64::midpoint(**value, own.min) } else { below };
        let threshold =
            Threshold { value: **value, default: own.value.value, unit: own.unit.clone() };
        Some((threshold, above, below))
    }

    fn annotations(&self, name: &AlertName, template: &catalog::Alert) -> Vec<(String, String)> {
        let mut annotations = vec![
            ("summary".to_owned(), template.summary.to_string()),
            ("description".to_owned(), template.description.as_str().trim().to_owned()),
            ("action".to_owned(), template.action.to_string()),
        ];
        if let Some(base) = &self.prometheus.runbook_base_url {
            let base = base.as_str().trim_end_matches('/');
            annotations.push((
                "runbook_url".to_owned(),
                annotation::literal(&format!("{base}/{name}.md")),
            ));
        }
        annotations
    }

    /// A dashboard that belongs to no integration.
    pub(super) fn own_dashboard(
        &mut self,
        name: &Name,
        template: &catalog::Dashboard,
    ) -> Dashboard {
        let context = self.rule_context(&[]);
        self.dashboard(name, template, &context, &[])
    }

    fn dashboard(
        &mut self,
        usual: &Name,
        template: &catalog::Dashboard,
        context: &Context,
        alerts: &[Alert],
    ) -> Dashboard {
        let mut panels = Vec::new();
        for panel in &template.panels {
            let when = panel.when.as_ref().map(|when| (when.as_str(), when.span));
            if self.holds(when, context) != Some(true) {
                continue;
            }
            panels.push(self.panel(panel, context, alerts));
        }
        Dashboard {
            name: template.name.as_ref().map_or(usual, |name| &name.value).clone(),
            title: template.title.clone(),
            description: template.description.clone(),
            variables_from: template.variables_from.to_string(),
            variables_span: template.variables_from.span,
            panels,
        }
    }

    fn panel(&mut self, template: &catalog::Panel, context: &Context, alerts: &[Alert]) -> Panel {
        let mut queries = Vec::new();
        for query in &template.queries {
            let expr = self.render(query.expr.as_str(), query.expr.span, context);
            queries.extend(expr.map(|expr| Query {
                expr: expr.trim().to_owned(),
                span: query.expr.span,
                legend: query.legend.clone(),
                optional: query.optional.clone(),
            }));
        }
        let line_at = template.alert.as_ref().and_then(|wanted| {
            let alert = alerts.iter().find(|alert| alert.name == wanted.value);
            if alert.is_none() && !self.disabled.contains(&wanted.value) {
                let names: Vec<_> = alerts.iter().map(|alert| alert.name.to_string()).collect();
                self.unknown(
                    "alert",
                    wanted.as_str(),
                    wanted.span,
                    names.iter().map(String::as_str),
                );
            }
            alert.and_then(|alert| alert.threshold.as_ref()).map(|threshold| threshold.value)
        });
        Panel {
            title: template.title.value.clone(),
            span: template.title.span,
            description: template.description.clone(),
            kind: template.r#type,
            unit: template.unit.clone(),
            queries,
            thresholds: template.thresholds.clone(),
            line_at,
            min: template.min,
            max: template.max,
            draw: template.draw,
            width: template.width,
            height: template.height,
            overview: template.overview,
            optional: template.optional.clone(),
        }
    }
}

/// All labels of an alert but those of its expression, as they come out.
pub(super) fn text_pairs<K: ToString, V: ToString>(
    map: &std::collections::BTreeMap<K, V>,
) -> Vec<(String, String)> {
    map.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

/// A number that prints without a point if it is whole.
pub(super) fn number(value: f64) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "only where it is exact")]
    let whole = value as i64;
    #[expect(clippy::cast_precision_loss, reason = "only where it is exact")]
    let exact = (whole as f64 - value).abs() == 0.0 && value.abs() < 9e15;
    if exact { json!(whole) } else { json!(value) }
}
