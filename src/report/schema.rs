use super::{
    Checked, Definitions, Edited, Report, Shape, catalog, doctor, down, explain, init, logs,
    reload, render, status, test, up, verify,
};
use serde_json::{Value as Json, json};

/// What makes the schema of a type.
type Schema = fn(&mut Definitions) -> Json;

/// The type of each verb's result, or the types that it may have. What is not here prints something of
/// its own, and has no result.
const RESULTS: &[(&str, &[Schema])] = &[
    ("init", &[init::Planned::schema]),
    ("render", &[render::Rendered::schema]),
    ("check", &[Checked::schema]),
    ("add", &[Edited::schema]),
    ("remove", &[Edited::schema]),
    ("set", &[Edited::schema]),
    ("test", &[test::Tested::schema]),
    ("up", &[up::Launched::schema]),
    ("status", &[status::Status::schema]),
    ("logs", &[logs::Logs::schema]),
    ("reload", &[reload::Reloaded::schema]),
    ("down", &[down::Removed::schema]),
    ("verify", &[verify::Verified::schema]),
    ("catalog list", &[Vec::<catalog::Summary>::schema]),
    ("catalog show", &[catalog::Integration::schema, catalog::Expected::schema]),
    ("explain", &[Vec::<explain::Explained>::schema, Vec::<explain::Code>::schema]),
    ("doctor", &[doctor::Examined::schema]),
];

/// The JSON Schema of reports.
pub fn schema() -> Json {
    let mut definitions = Definitions::new();
    let report = Report::schema(&mut definitions);
    let mut results = Vec::new();
    for (verb, schemas) in RESULTS {
        let mut kinds: Vec<_> = schemas.iter().map(|schema| schema(&mut definitions)).collect();
        kinds.push(json!({ "type": "null" }));
        results.push(json!({
            "if": { "properties": { "verb": { "const": verb } } },
            "then": { "properties": { "result": { "anyOf": kinds } } },
        }));
    }
    let results: Vec<_> = [report].into_iter().chain(results).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A report of stackgen",
        "description": "What stackgen prints with `--format json`.",
        "allOf": results,
        "definitions": definitions,
    })
}
