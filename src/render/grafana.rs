//! Grafana's data sources and dashboards.

use super::files::Files;
use super::{RenderError, dashboard};
use crate::stack::{Role, Stack};
use crate::template::Context;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    if !stack.grafana {
        return Ok(());
    }
    let url = |role| stack.with_role(role).next().map(|one| format!("http://{}", one.address()));
    let context = Context::default()
        .with("prometheus", url(Role::Metrics).unwrap_or_default())
        .with("alertmanager", url(Role::Alerts))
        .with("scrape_interval", stack.prometheus.scrape_interval.to_string());
    let provisioning = |kind: &str, file: &str| format!("grafana/provisioning/{kind}/{file}.yml");
    let path = provisioning("datasources", "prometheus");
    files.template(&path, &path, &context)?;
    if stack.has_folder("grafana/dashboards") {
        let path = provisioning("dashboards", "stackgen");
        files.template(&path, &path, &context)?;
    }
    stack.dashboards().iter().try_for_each(|dashboard| {
        let path = format!("grafana/dashboards/{}.json", dashboard.name);
        files.json(&path, &dashboard::file(dashboard))
    })
}
