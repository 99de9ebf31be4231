//! Grafana's data sources and dashboards.

use super::RenderError;
use super::dashboard;
use super::files::{Files, VERSION};
use super::yaml::Map;
use crate::stack::Stack;
use crate::template::Context;
use serde_json::{Value as Json, json};

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    if !stack.grafana {
        return Ok(());
    }
    files.yaml("grafana/provisioning/datasources/stackgen.yml", |yaml| datasources(stack, yaml))?;
    if stack.has_folder("grafana/dashboards") {
        let path = "grafana/provisioning/dashboards/stackgen.yml";
        files.template(path, path, &Context::default())?;
    }
    let Some(usual) = stack.datasources.iter().find(|one| one.default) else { return Ok(()) };
    stack.dashboards().iter().try_for_each(|dashboard| {
        let path = format!("grafana/dashboards/{}.json", dashboard.name);
        files.json(&path, &dashboard::file(dashboard, usual))
    })
}

/// What Grafana reads from.
fn datasources(stack: &Stack, yaml: &mut Map<'_>) {
    yaml.comment(&format!("Where Grafana finds data. Rendered by stackgen {VERSION}."));
    yaml.blank();
    yaml.json("apiVersion", &json!(1));
    yaml.blank();
    yaml.list("datasources", |list| {
        for datasource in &stack.datasources {
            list.map(|map| {
                map.text("name", &literal(datasource.name.as_str()));
                map.text("uid", datasource.uid.as_str());
                map.text("type", datasource.kind.as_str());
                map.text("access", "proxy");
                map.text("url", &literal(&datasource.url));
                map.truth("isDefault", datasource.default);
                // The spec defines them: nobody shall change them in the browser.
                map.truth("editable", false);
                map.json("jsonData", &doubled(&datasource.json_data));
            });
        }
    });
}

/// Grafana expands `$NAME` in every text of these files.
fn literal(text: &str) -> String {
    text.replace('$', "$$")
}

fn doubled(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(literal(text)),
        Json::Array(items) => items.iter().map(doubled).collect(),
        Json::Object(fields) => {
            Json::Object(fields.iter().map(|(key, value)| (key.clone(), doubled(value))).collect())
        }
        other => other.clone(),
    }
}
