//! The references of both kinds of files, generated from their JSON Schemas, and so from the types
//! that read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::catalogue::cell;
use crate::preset_values::Presets;
use crate::values::{own_example, rules};
use crate::wording::joined;
use crate::{marked, stackgen};

#[test]
fn the_reference_of_specs_is_up_to_date() {
    let mut reference = Reference::of(&stackgen::json(&["schema"]));
    reference.presets = Some(Presets::read());
    let text = reference.write("Spec", None);
    marked::check("docs/spec.md", "reference", &text);
}

#[test]
fn the_reference_of_integrations_is_up_to_date() {
    let schema = stackgen::json(&["schema", "integration"]);
    let text = Reference::of(&schema).write("Integration", Some("The file"));
    marked::check("docs/integrations.md", "reference", &text);
}

#[test]
fn the_reference_of_types_of_receivers_is_up_to_date() {
    let schema = stackgen::json(&["schema", "receiver"]);
    let text = Reference::of(&schema).write("ReceiverType", Some("The file"));
    marked::check("docs/receivers.md", "reference", &text);
}

/// A reference while it is written.
struct Reference {
    definitions: Map<String, Json>,
    /// How often each definition is referred to.
    uses: BTreeMap<String, usize>,
    text: String,
    /// Types of plain values that were met: what it is, an example, what is allowed.
    values: BTreeSet<(String, String, String)>,
    /// Tables that several others have, to be written at the end.
    shared: Vec<String>,
    /// What presets set, for the reference of specs.
    presets: Option<Presets>,
}

/// The path of keys that no preset sets, or that stand in several places.
const NOWHERE: &str = "*.";

impl Reference {
    fn of(schema: &Json) -> Self {
        let definitions = schema["definitions"].as_object().expect("definitions").clone();
        let mut uses = BTreeMap::new();
        for definition in definitions.values() {
            count(definition, &mut uses);
        }
        let (values, shared) = (BTreeSet::new(), vec![]);
        Self { definitions, uses, text: String::new(), values, shared, presets: None }
    }

    fn write(mut self, root: &str, title: Option<&str>) -> String {
        self.table(root, title.unwrap_or("Top level"), "", 2);
        let mut done = 0;
        if !self.shared.is_empty() {
            self.text.push_str("## Tables in several places\n\n");
        }
        while let Some(name) = self.shared.get(done).cloned() {
            self.table(&name, &spaced(&name), NOWHERE, 3);
            done += 1;
        }
        self.text.push_str("## Values\n\n| value | example | what is allowed |\n|---|---|---|\n");
        for (what, example, rule) in &self.values {
            let _ = writeln!(self.text, "| {what} | `{example}` | {rule} |");
        }
        self.text
    }

    fn definition(&self, name: &str) -> &Json {
        self.definitions.get(name).unwrap_or_else(|| panic!("{name} is not defined"))
    }

    fn heading(&mut self, level: usize, title: &str) {
        let _ = writeln!(self.text, "{} {title}\n", "#".repeat(level.min(5)));
    }

    /// A table: its description, its keys, and then the tables inside it.
    fn table(&mut self, name: &str, title: &str, path: &str, level: usize) {
        let definition = self.definition(name).clone();
        self.heading(level, title);
        self.describe(&definition);
        let Some(properties) = definition["properties"].as_object() else { return };
        let required = definition["required"].clone();
        self.keys(properties.iter(), &required, path);
        self.inner(properties, path, level);
    }

    fn describe(&mut self, schema: &Json) {
        if let Some(description) = schema["description"].as_str() {
            let _ = writeln!(self.text, "{description}\n");
        }
    }

    /// The rows of a table's keys. Tables stand in sections of their own.
    fn keys<'a>(
        &mut self,
        keys: impl Iterator<Item = (&'a String, &'a Json)>,
        required: &Json,
        path: &str,
    ) {
        let needed = |key: &str| {
            required.as_array().is_some_and(|keys| keys.iter().any(|known| known == key))
        };
        let mut rows = String::new();
        let mut choices = String::new();
        for (key, schema) in keys {
            if Self::section(schema).is_some() || key == "type" && schema["const"].is_string() {
                continue;
            }
            let default = match &schema["default"] {
                Json::Null if needed(key) => "required".to_owned(),
                Json::Null => String::new(),
                default => format!("`{default}`"),
            };
            let default = match &self.presets {
                Some(presets) if !needed(key) => presets.beside(&default, &format!("{path}{key}")),
                _ => default,
            };
            let mut what = schema["description"].as_str().unwrap_or_default().to_owned();
            let inner = if schema["items"].is_object() { &schema["items"] } else { schema };
            if let Some(example) = inner["examples"].get(0) {
                let example = if schema["items"].is_object() {
                    format!("[{example}]")
                } else {
                    example.to_string()
                };
                if schema["default"].is_null() && own_example(inner) {
                    let _ = write!(what, " Example: `{example}`.");
                }
            }
            let value = self.value(schema);
            let _ = writeln!(rows, "| `{key}` | {value} | {} | {} |", cell(&default), cell(&what));
            choices.push_str(&told_choices(key, inner));
        }
        if !rows.is_empty() {
            let _ = writeln!(
                self.text,
                "| key | value | default | what it is for |\n|---|---|---|---|\n{rows}"
            );
        }
        self.text.push_str(&choices);
    }

    /// The tables inside a table.
    fn inner(&mut self, properties: &Map<String, Json>, path: &str, level: usize) {
        for (key, schema) in properties {
            let Some(section) = Self::section(schema) else { continue };
            let (name, title) = match &section {
                Section::Many(name) => (name, format!("{path}{key}.NAME")),
                Section::One(name) | Section::List(name) => (name, format!("{path}{key}")),
            };
            let shown = match &section {
                Section::List(_) => format!("`[[{title}]]`"),
                _ => format!("`[{title}]`"),
            };
            let name = name.clone();
            if self.definition(&name)["oneOf"].is_array() {
                self.union(&name, &shown, schema, level + usize::from(level > 2));
            } else if self.definition(&name)["allOf"].is_array() {
                self.by_type(&name, &shown, level + usize::from(level > 2));
            } else if !matches!(section, Section::Many(_))
                && self.uses.get(&name).copied().unwrap_or(0) > 1
            {
                if !self.shared.contains(&name) {
                    self.shared.push(name.clone());
                }
                self.heading(level + usize::from(!path.is_empty()), &shown);
                let anchor = spaced(&name).replace(' ', "-");
                let what = schema["description"].as_str().unwrap_or_default();
                let _ = writeln!(self.text, "{what} Keys: see [{}](#{anchor}).\n", spaced(&name));
            } else {
                let below = level + usize::from(!path.is_empty());
                self.with_description(&name, &schema["description"], &section);
                self.table(&name, &shown, &format!("{title}."), below);
            }
        }
    }

    /// Says what the key is for, and then what the table is, where that is more than the same again.
    fn with_description(&mut self, name: &str, key: &Json, section: &Section) {
        let Some(definition) = self.definitions.get_mut(name) else { return };
        let Some(key) = key.as_str() else { return };
        let own = definition["description"].as_str().unwrap_or_default();
        definition["description"] = match section {
            Section::Many(_) => key.into(),
            _ => joined(key, own).into(),
        };
    }

    /// A table whose `type` decides which keys it has.
    fn union(&mut self, name: &str, title: &str, schema: &Json, level: usize) {
        self.heading(level, title);
        let mut definition = self.definition(name).clone();
        let text = |schema: &Json| schema["description"].as_str().unwrap_or_default().to_owned();
        definition["description"] = joined(&text(schema), &text(&definition)).into();
        self.describe(&definition);
        let variants: Vec<Json> = definition["oneOf"]
            .as_array()
            .expect("variants")
            .iter()
            .map(|variant| self.definition(&target(variant).expect("a reference")).clone())
            .collect();
        let of = |variant: &Json| variant["properties"].as_object().cloned().unwrap_or_default();
        let first = of(&variants[0]);
        let common: Vec<(&String, &Json)> = first
            .iter()
            .filter(|(key, schema)| variants.iter().all(|it| of(it).get(*key) == Some(schema)))
            .collect();
        let kinds: Vec<_> =
            variants.iter().map(|it| format!("`{}`", it["properties"]["type"]["const"])).collect();
        let tag = |it: &Json| {
            it["required"].as_array().is_some_and(|all| all.iter().any(|key| key == "type"))
        };
        let default =
            variants.iter().position(|it| !tag(it)).map(|at| format!(", by default {}", kinds[at]));
        let _ = writeln!(
            self.text,
            "`type` is one of {}{}.\n",
            kinds.join(", "),
            default.unwrap_or_default()
        );
        if !common.is_empty() {
            self.text.push_str("All types have these keys:\n\n");
            self.keys(common.iter().copied(), &Json::Null, NOWHERE);
        }
        for variant in &variants {
            let kind = &variant["properties"]["type"]["const"];
            self.heading(level + 1, &format!("`type = {kind}`"));
            self.describe(variant);
            let own = of(variant);
            let own = own.iter().filter(|(key, _)| !common.iter().any(|(known, _)| known == key));
            self.keys(own, &variant["required"], NOWHERE);
        }
    }

    /// A use of an integration: what all types share. Their settings are in the catalogue.
    fn by_type(&mut self, name: &str, title: &str, level: usize) {
        self.heading(level, title);
        let definition = self.definition(name).clone();
        self.describe(&definition);
        let uses: Vec<Json> = self
            .definitions
            .iter()
            .filter(|(key, _)| key.starts_with("Integration."))
            .map(|(_, of)| of["properties"].clone())
            .collect();
        let first = uses[0].as_object().expect("keys").clone();
        let mut keys = Map::new();
        keys.insert("type".to_owned(), definition["properties"]["type"].clone());
        for (key, schema) in &first {
            if uses.iter().all(|of| of.get(key) == Some(schema)) {
                keys.insert(key.clone(), schema.clone());
            }
        }
        self.keys(keys.iter(), &Json::Null, NOWHERE);
        self.inner(&keys, "integrations.NAME.", level);
    }

    /// The table that a key has, if it has one.
    fn section(schema: &Json) -> Option<Section> {
        if let Some(name) = target(schema) {
            return Some(Section::One(name));
        }
        if let Some(name) = target(&schema["items"]) {
            return Some(Section::List(name));
        }
        if let Some(name) = target(&schema["additionalProperties"]) {
            return Some(Section::Many(name));
        }
        // The alerts, each by its name.
        let first = schema["properties"].as_object()?.values().next()?;
        target(first).map(Section::Many)
    }

    /// What may stand as a value.
    fn value(&mut self, schema: &Json) -> String {
        if let Some(choices) = schema["oneOf"].as_array() {
            let names: Vec<_> =
                choices.iter().map(|choice| format!("`{}`", choice["const"])).collect();
            return names.join(", ");
        }
        if let Some(title) = schema["title"].as_str() {
            self.note(title);
            return without_article(title).to_owned();
        }
        match schema["type"].as_str() {
            Some("array") => format!("list: {}", self.value(&schema["items"])),
            Some("object") if schema["additionalProperties"].is_object() => {
                let names =
                    without_article(schema["propertyNames"]["title"].as_str().unwrap_or("a name"));
                format!("table: {names} = {}", self.value(&schema["additionalProperties"]))
            }
            Some(kind) if schema["const"].is_null() => kind.to_owned(),
            _ if !schema["const"].is_null() => format!("`{}`", schema["const"]),
            _ => "any".to_owned(),
        }
    }

    fn note(&mut self, title: &str) {
        let (example, rule) = rules().get(title).copied().unwrap_or_else(|| panic!("{title}?"));
        self.values.insert((
            without_article(title).to_owned(),
            example.to_owned(),
            rule.to_owned(),
        ));
    }
}

/// What a key has inside.
enum Section {
    One(String),
    Many(String),
    List(String),
}

/// The definition that a schema refers to.
fn target(schema: &Json) -> Option<String> {
    let own = schema["$ref"].as_str();
    let wrapped = || schema["allOf"].as_array()?.first()?["$ref"].as_str();
    own.or_else(wrapped)?.rsplit('/').next().map(str::to_owned)
}

fn count(schema: &Json, uses: &mut BTreeMap<String, usize>) {
    match schema {
        Json::Object(object) => {
            if let Some(name) = target(&Json::Object(
                object
                    .iter()
                    .filter(|(key, _)| *key == "$ref")
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect(),
            )) {
                *uses.entry(name).or_default() += 1;
            }
            object.values().for_each(|value| count(value, uses));
        }
        Json::Array(items) => items.iter().for_each(|item| count(item, uses)),
        _ => {}
    }
}

/// What the choices mean, where that is more than their names.
fn told_choices(key: &str, schema: &Json) -> String {
    let Some(choices) = schema["oneOf"].as_array() else { return String::new() };
    let text = |choice: &Json, of: &str| choice[of].as_str().unwrap_or_default().to_owned();
    let says_more = choices.iter().any(|choice| {
        text(choice, "description").to_lowercase().trim_end_matches('.') != text(choice, "const")
    });
    if !says_more {
        return String::new();
    }
    let mut out = String::new();
    for choice in choices {
        let _ = writeln!(out, "* `{key} = {}`: {}", choice["const"], text(choice, "description"));
    }
    out.push('\n');
    out
}

fn without_article(title: &str) -> &str {
    title.strip_prefix("a ").or_else(|| title.strip_prefix("an ")).unwrap_or(title)
}

/// The name of a definition as words: `BasicAuth`, basic auth.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}
