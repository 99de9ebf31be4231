//! `prometheus/prometheus.yml`.

use super::RenderError;
use super::files::Files;
use crate::stack::{Auth, Job, Role, ScrapeProtocol, Service, Stack, Target, Via};
use crate::template::Context;
use crate::value::Line;
use serde::Serialize;
use std::borrow::Cow;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    let settings = &stack.prometheus;
    // Prometheus expands `$NAME` in these, and only in these.
    let external: Vec<_> = settings
        .external_labels
        .iter()
        .map(|(name, value)| pair(name.as_str(), value.as_str().replace('$', "$$")))
        .collect();
    let alertmanagers: Vec<_> = stack.with_role(Role::Alerts).map(Service::address).collect();
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("scrape_interval", settings.scrape_interval.to_string())
        .with("scrape_timeout", settings.scrape_timeout.to_string())
        .with("evaluation_interval", settings.evaluation_interval.to_string())
        .with("external_labels", external)
        .with("rule_files", stack.has_folder("prometheus/rules"))
        .with("alertmanagers", alertmanagers)
        .with("jobs", stack.jobs.iter().map(job).collect::<Vec<_>>());
    files.template("prometheus/prometheus.yml", "prometheus/prometheus.yml", &context)
}

/// A label, a parameter or a variable.
#[derive(Serialize)]
pub(super) struct Pair<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
}

/// A label, a parameter or a variable.
pub(super) fn pair<'a>(name: &'a str, value: impl Into<Cow<'a, str>>) -> Pair<'a> {
    Pair { name, value: value.into() }
}

/// Labels or annotations in their order.
pub(super) fn pairs(list: &[(String, String)]) -> Vec<Pair<'_>> {
    list.iter().map(|(name, value)| pair(name, value)).collect()
}

/// A job as its template sees it. There may be thousands.
#[derive(Serialize)]
struct JobView<'a> {
    title: &'a str,
    name: &'a str,
    metrics_path: String,
    scheme: &'a str,
    interval: Option<String>,
    timeout: Option<String>,
    fallback: Option<&'a str>,
    params: Vec<ParamView<'a>>,
    basic_auth: Option<BasicAuthView<'a>>,
    credentials_file: Option<&'a str>,
    tls: Option<TlsView<'a>>,
    groups: Vec<GroupView<'a>>,
    exporter: Option<&'a str>,
    drop_metrics: Vec<&'a str>,
}

#[derive(Serialize)]
struct ParamView<'a> {
    name: &'a str,
    values: &'a [String],
}

#[derive(Serialize)]
struct BasicAuthView<'a> {
    username: &'a str,
    password_file: &'a str,
}

#[derive(Serialize)]
struct TlsView<'a> {
    ca_file: Option<&'a str>,
    server_name: Option<String>,
    insecure_skip_verify: bool,
}

#[derive(Serialize)]
struct GroupView<'a> {
    targets: Vec<&'a str>,
    labels: Vec<Pair<'a>>,
}

fn job(job: &Job) -> JobView<'_> {
    let (basic_auth, credentials_file) = match &job.auth {
        Some(Auth::Basic { username, password_file }) => {
            (Some(BasicAuthView { username: username.as_str(), password_file }), None)
        }
        Some(Auth::Bearer { credentials_file }) => (None, Some(credentials_file.as_str())),
        None => (None, None),
    };
    JobView {
        title: &job.title,
        name: &job.name,
        metrics_path: job.metrics_path.to_string(),
        scheme: job.scheme.as_str(),
        interval: job.interval.as_ref().map(ToString::to_string),
        timeout: job.timeout.map(|timeout| timeout.to_string()),
        fallback: job.fallback.map(ScrapeProtocol::as_str),
        params: job.params.iter().map(|(name, values)| ParamView { name, values }).collect(),
        basic_auth,
        credentials_file,
        tls: job.tls.as_ref().map(|tls| TlsView {
            ca_file: job.ca_file.as_deref(),
            server_name: tls.server_name.as_ref().map(ToString::to_string),
            insecure_skip_verify: tls.insecure_skip_verify,
        }),
        groups: groups(&job.targets),
        exporter: match &job.via {
            Via::Direct => None,
            Via::Exporter { address } => Some(address),
        },
        drop_metrics: job.drop_metrics.iter().map(Line::as_str).collect(),
    }
}

/// Targets with the same labels, side by side.
fn groups(targets: &[Target]) -> Vec<GroupView<'_>> {
    let same = targets.chunk_by(|a, b| a.labels == b.labels);
    same.map(|same| GroupView {
        targets: same.iter().map(|target| target.address.as_str()).collect(),
        labels: pairs(&same[0].labels),
    })
    .collect()
}
