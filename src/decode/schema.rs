use serde_json::{Map, Value as Json, json};

/// The definitions of a JSON Schema while it is put together.
#[derive(Debug, Default)]
pub struct Schema {
    definitions: Map<String, Json>,
}

impl Schema {
    /// Adds a table's definition, unless it is there, and returns a reference to it.
    ///
    /// `fields` are the table's keys: name, description, whether it must be there, default, schema.
    pub fn table(
        &mut self,
        name: &str,
        description: &str,
        fields: impl FnOnce(&mut Self) -> Vec<Field>,
    ) -> Json {
        let reference = json!({ "$ref": format!("#/definitions/{name}") });
        if self.definitions.contains_key(name) {
            return reference;
        }
        // Holds the place, so that a table that contains itself ends.
        self.definitions.insert(name.to_owned(), Json::Null);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields(self) {
            let mut schema = match field.schema {
                // Beside `$ref`, draft 7 ignores everything.
                Json::Object(object) if object.contains_key("$ref") => json!({ "allOf": [object] }),
                other => other,
            };
            let (description, example) = split_example(&field.description);
            schema["description"] = json!(description);
            if let Some(example) = example {
                add_example(&mut schema, example);
            }
            if let Some(default) = field.default {
                schema["default"] = default;
            }
            if field.required {
                required.push(json!(field.name));
            }
            properties.insert(field.name.to_owned(), schema);
        }
        let mut object = json!({
            "type": "object",
            "description": description,
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            object["required"] = Json::Array(required);
        }
        self.definitions.insert(name.to_owned(), object);
        reference
    }

    /// The definition of a table that was added, to refine it.
    pub fn definition(&mut self, name: &str) -> Option<&mut Json> {
        self.definitions.get_mut(name)
    }

    /// The schema of one key of a table that was added, to refine it.
    pub fn property(&mut self, table: &str, key: &str) -> Option<&mut Json> {
        self.definition(table)?.get_mut("properties")?.get_mut(key)
    }

    /// Adds a definition under a name of its own.
    pub fn define(&mut self, name: &str, schema: Json) {
        self.definitions.insert(name.to_owned(), schema);
    }

    /// Takes away a definition that nothing refers to any more.
    pub fn remove(&mut self, name: &str) {
        self.definitions.shift_remove(name);
    }

    /// The finished schema, whose top is the table `root`.
    pub fn finish(self, root: &str, title: &str) -> Json {
        json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": title,
            "allOf": [{ "$ref": format!("#/definitions/{root}") }],
            "definitions": self.definitions,
        })
    }
}

/// A key of a table, as the schema shows it.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it is for. A last paragraph "Example: `value`" is an example rather than a description.
    pub description: String,
    /// Whether it must be there.
    pub required: bool,
    /// What stands for it when it is not there.
    pub default: Option<Json>,
    /// What its value must be.
    pub schema: Json,
}

/// A key's description, and the example in its last paragraph, if there is one.
fn split_example(description: &str) -> (&str, Option<&str>) {
    let Some((description, example)) = description.rsplit_once("\n\nExample: `") else {
        return (description, None);
    };
    (description, example.strip_suffix('`'))
}

/// An example, in the place of the one of the value's type. A number stays a number.
fn add_example(schema: &mut Json, example: &str) {
    let schema = match schema.get_mut("items") {
        Some(_) => &mut schema["items"],
        None => schema,
    };
    let text = schema["type"] == "string";
    let value = if text { None } else { serde_json::from_str(example).ok() };
    schema["examples"] = json!([value.unwrap_or_else(|| json!(example))]);
}

/// The text of doc comments: lines of a paragraph joined, paragraphs apart.
pub fn prose(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            text.push_str("\n\n");
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(line);
        }
    }
    text.trim().to_owned()
}
