//! `prometheus/prometheus.yml`.

use super::RenderError;
use super::files::Files;
use crate::stack::{Auth, Job, Stack, Target, Via};
use crate::template::Context;
use serde_json::{Value as Json, json};

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    let settings = &stack.prometheus;
    // Prometheus expands `$NAME` in these, and only in these.
    let external: Vec<_> = settings
        .external_labels
        .iter()
        .map(|(name, value)| pair(name.as_str(), value.as_str().replace('$', "$$")))
        .collect();
    let alertmanager = stack.alerting.as_ref().and_then(|_| address(stack, "alertmanager"));
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("scrape_interval", settings.scrape_interval.to_string())
        .with("scrape_timeout", settings.scrape_timeout.to_string())
        .with("evaluation_interval", settings.evaluation_interval.to_string())
        .with("external_labels", external)
        .with("rule_files", stack.parts.iter().any(super::part::has_rules))
        .with("alertmanager", alertmanager)
        .with("jobs", stack.jobs.iter().map(job).collect::<Vec<_>>());
    files.yaml("prometheus/prometheus.yml", "prometheus/prometheus.yml", &context)
}

/// The address of a service on the stack's network.
pub(super) fn address(stack: &Stack, name: &str) -> Option<String> {
    let service = stack.services.iter().find(|service| service.name.as_str() == name)?;
    Some(format!("{}:{}", service.name, service.port))
}

/// A label, a parameter or a variable.
pub(super) fn pair(name: &str, value: impl Into<String>) -> Json {
    json!({ "name": name, "value": value.into() })
}

fn job(job: &Job) -> Json {
    let (basic_auth, credentials_file) = match &job.auth {
        Some(Auth::Basic { username, password_file }) => {
            let basic = json!({ "username": username.as_str(), "password_file": password_file });
            (Some(basic), None)
        }
        Some(Auth::Bearer { credentials_file }) => (None, Some(credentials_file)),
        None => (None, None),
    };
    let tls = job.tls.as_ref().map(|tls| {
        json!({
            "ca_file": job.ca_file,
            "server_name": tls.server_name.as_ref().map(ToString::to_string),
            "insecure_skip_verify": tls.insecure_skip_verify,
        })
    });
    let params: Vec<_> =
        job.params.iter().map(|(name, values)| json!({ "name": name, "values": values })).collect();
    json!({
        "title": job.title,
        "name": job.name,
        "metrics_path": job.metrics_path.to_string(),
        "scheme": job.scheme.as_str(),
        "interval": job.interval.map(|interval| interval.to_string()),
        "timeout": job.timeout.map(|timeout| timeout.to_string()),
        "params": params,
        "basic_auth": basic_auth,
        "credentials_file": credentials_file,
        "tls": tls,
        "groups": groups(&job.targets),
        "exporter": match &job.via { Via::Direct => None, Via::Exporter { address } => Some(address) },
        "drop_metrics": job.drop_metrics.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// Targets with the same labels, side by side.
fn groups(targets: &[Target]) -> Vec<Json> {
    type Labels<'t> = &'t [(String, String)];
    let mut groups: Vec<(Labels<'_>, Vec<&str>)> = Vec::new();
    for target in targets {
        match groups.last_mut() {
            Some((labels, addresses)) if *labels == target.labels => {
                addresses.push(&target.address);
            }
            _ => groups.push((&target.labels, vec![&target.address])),
        }
    }
    let labels = |labels: &[(String, String)]| -> Vec<_> {
        labels.iter().map(|(name, value)| pair(name, value.as_str())).collect()
    };
    groups
        .into_iter()
        .map(|(names, targets)| json!({ "targets": targets, "labels": labels(names) }))
        .collect()
}
