//! Grafana's data sources and dashboards.

use super::RenderError;
use super::files::Files;
use super::prometheus::address;
use super::{dashboard, overview};
use crate::stack::Stack;
use crate::template::Context;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    if !stack.grafana {
        return Ok(());
    }
    let url = |name: &str| address(stack, name).map(|address| format!("http://{address}"));
    let alertmanager = stack.alerting.as_ref().and_then(|_| url("alertmanager"));
    let context = Context::default()
        .with("prometheus", url("prometheus").unwrap_or_default())
        .with("alertmanager", alertmanager)
        .with("scrape_interval", stack.prometheus.scrape_interval.to_string());
    let provisioning = |kind: &str, file: &str| format!("grafana/provisioning/{kind}/{file}.yml");
    let path = provisioning("datasources", "prometheus");
    files.template(&path, &path, &context)?;
    if stack.has_folder("grafana/dashboards") {
        let path = provisioning("dashboards", "stackgen");
        files.template(&path, &path, &context)?;
    }
    if let Some(overview) = overview::dashboard(stack) {
        files.json("grafana/dashboards/overview.json", &dashboard::file("overview", &overview))?;
    }
    for part in &stack.parts {
        if let Some(own) = &part.dashboard {
            let path = format!("grafana/dashboards/{}.json", part.name);
            files.json(&path, &dashboard::file(part.name.as_str(), own))?;
        }
    }
    Ok(())
}
