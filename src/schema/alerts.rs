use super::Known;
use crate::catalog::Alert;
use crate::decode::Schema;
use serde_json::{Map, Value as Json, json};

/// Names the alerts, each with its defaults and the range of its threshold.
pub(super) fn refine(schema: &mut Schema, known: &Known) {
    let Some(alerts) = schema.property("Spec", "alerts") else { return };
    let mut properties = Map::new();
    for loaded in &known.integrations {
        for (name, alert) in &loaded.integration.alerts {
            properties.insert(name.to_string(), changes(alert, loaded.integration.title.as_str()));
        }
    }
    *alerts = json!({
        "type": "object",
        "description": alerts["description"],
        "properties": properties,
        "additionalProperties": false,
    });
}

/// What can be changed about one alert.
fn changes(alert: &Alert, title: &str) -> Json {
    let tier = json!({ "description": "Another tier.", "default": alert.tier.to_string() });
    let hold = json!({ "description": "Another duration.", "default": alert.r#for.to_string() });
    let mut properties = json!({ "tier": tier, "for": hold });
    properties["threshold"] = match &alert.threshold {
        // It compares with none.
        None => json!(false),
        Some(threshold) => {
            let mut range = json!({
                "default": threshold.value.value,
                "exclusiveMinimum": threshold.min,
                "description": format!("In {}.", threshold.unit),
            });
            if let Some(max) = threshold.max {
                range["exclusiveMaximum"] = json!(max);
            }
            range
        }
    };
    let description = format!("{title}, {}. {}", alert.tier, alert.why);
    json!({
        "allOf": [{ "$ref": "#/definitions/AlertOverride" }],
        "description": description,
        "properties": properties,
    })
}
