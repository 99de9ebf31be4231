//! JSON Schema, draft 7: as much of it as stackgen's schemas use. A keyword that is not known here
//! is a mistake of the schema, so that none can stand there without effect.

use regex::Regex;
use serde_json::Value as Json;

/// A schema, to be held against documents.
pub(crate) struct Draft7(Json);

impl Draft7 {
    /// # Panics
    ///
    /// If it is no schema: an unknown keyword, one of the wrong shape, a reference that leads nowhere.
    #[track_caller]
    pub(crate) fn new(schema: Json) -> Self {
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        let whole = Self(schema);
        whole.is_schema(&whole.0, "");
        whole
    }

    /// Why a document is refused, with the place in it.
    pub(crate) fn verdict(&self, document: &Json) -> Result<(), String> {
        self.check(&self.0, document, "")
    }

    fn is_schema(&self, schema: &Json, at: &str) {
        let Some(object) = schema.as_object() else {
            assert!(schema.is_boolean(), "no schema at {at}");
            return;
        };
        for (keyword, value) in object {
            let at = format!("{at}/{keyword}");
            match keyword.as_str() {
                "default" | "const" => {}
                "examples" => assert!(value.is_array(), "{at}"),
                "$schema" | "title" | "description" => assert!(value.is_string(), "{at}"),
                "type" => assert!(TYPES.iter().any(|known| value == known), "{at}: {value}"),
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                    assert!(value.is_number(), "{at}");
                }
                "pattern" => assert!(Regex::new(text(value)).is_ok(), "{at}: {value}"),
                "required" => assert!(items(value).iter().all(Json::is_string), "{at}"),
                "$ref" => assert!(self.target(value).is_some(), "{at}: {value}"),
                "definitions" | "properties" => {
                    let all = value.as_object().unwrap_or_else(|| panic!("{at}"));
                    all.iter().for_each(|(name, of)| self.is_schema(of, &format!("{at}/{name}")));
                }
                "allOf" | "anyOf" | "oneOf" => {
                    assert!(!items(value).is_empty(), "{at} is empty");
                    for of in items(value) {
                        self.is_schema(of, &at);
                    }
                }
                "items" | "if" | "then" | "else" | "additionalProperties" | "propertyNames" => {
                    self.is_schema(value, &at);
                }
                _ => panic!("{at}: this keyword is not known here"),
            }
        }
    }

    fn target(&self, reference: &Json) -> Option<&Json> {
        self.0.pointer(reference.as_str()?.strip_prefix('#')?)
    }

    fn check(&self, schema: &Json, value: &Json, at: &str) -> Result<(), String> {
        let Some(rules) = schema.as_object() else {
            return if schema == true { Ok(()) } else { Err(format!("{at} may not be there")) };
        };
        // What stands beside a reference has no effect.
        if let Some(reference) = rules.get("$ref") {
            return self.target(reference).map_or(Ok(()), |schema| self.check(schema, value, at));
        }
        let passes = |schema: &Json| self.check(schema, value, at).is_ok();
        for (keyword, rule) in rules {
            let fine = match keyword.as_str() {
                "type" => is_a(value, text(rule)),
                "const" => value == rule,
                "minimum" => number(value).is_none_or(|it| Some(it) >= number(rule)),
                "maximum" => number(value).is_none_or(|it| Some(it) <= number(rule)),
                "exclusiveMinimum" => number(value).is_none_or(|it| Some(it) > number(rule)),
                "exclusiveMaximum" => number(value).is_none_or(|it| Some(it) < number(rule)),
                "pattern" => value.as_str().is_none_or(|it| {
                    Regex::new(text(rule)).is_ok_and(|pattern| pattern.is_match(it))
                }),
                "required" => value.as_object().is_none_or(|object| {
                    items(rule).iter().all(|key| object.contains_key(text(key)))
                }),
                "anyOf" => items(rule).iter().any(passes),
                "oneOf" => items(rule).iter().filter(|schema| passes(schema)).count() == 1,
                "allOf" => {
                    for schema in items(rule) {
                        self.check(schema, value, at)?;
                    }
                    true
                }
                "if" => {
                    let next = if passes(rule) { "then" } else { "else" };
                    rules.get(next).map_or(Ok(()), |schema| self.check(schema, value, at))?;
                    true
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}/{index}"))?;
                    }
                    true
                }
                _ => true,
            };
            if !fine {
                return Err(format!("{at}: {value} breaks `{keyword}`: {rule}"));
            }
        }
        self.check_keys(schema, value, at)
    }

    fn check_keys(&self, schema: &Json, value: &Json, at: &str) -> Result<(), String> {
        for (key, value) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            match (schema["properties"].get(key), schema.get("additionalProperties")) {
                (Some(rule), _) | (None, Some(rule)) => self.check(rule, value, &at)?,
                (None, None) => {}
            }
            if let Some(names) = schema.get("propertyNames") {
                self.check(names, &Json::from(key.as_str()), &at)?;
            }
        }
        Ok(())
    }
}

const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

fn is_a(value: &Json, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => value.is_object(),
    }
}

fn items(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Json) -> Option<f64> {
    value.as_f64()
}
