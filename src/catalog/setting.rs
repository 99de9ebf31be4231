use crate::decode::{Node, Value, choice, table};
use crate::value::Line;
use serde_json::{Value as Json, json};

choice! {
    /// What kind of value a setting takes. Each is checked when the spec is read.
    pub enum SettingKind("a kind of setting") {
        /// Text on one line.
        Line = "line",
        /// A host and a port, `orders-db:5432`.
        Address = "address",
        /// An `http` or `https` URL.
        Url = "url",
        /// A lower-case name.
        Name = "name",
        /// A number.
        Number = "number",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A duration, `30s`.
        Duration = "duration",
        /// The path of a file that contains a secret. List the setting under `secrets` in
        /// `[[services]]`: the container then has the file below `/run/secrets/`, and in templates the
        /// setting is that path.
        SecretFile = "secret-file",
    }
}

table! {
    /// Something a user can or must set.
    pub struct Setting("a setting") {
        /// What kind of value it takes.
        kind: SettingKind,
        /// What it is for, in one sentence.
        description: Line,
        /// Whether a spec must have it.
        required: bool = false,
        /// Its value if a spec does not set it.
        default: Option<Node>,
        /// A good value, for messages and the reference.
        example: Option<Line>,
    }
}

impl Setting {
    /// What it is when a spec does not have it, if that is a plain value.
    pub fn default_value(&self) -> Option<Json> {
        Some(match &self.default.as_ref()?.value {
            Value::String(text) => json!(text),
            Value::Integer(number) => json!(number),
            Value::Float(number) => json!(number),
            Value::Boolean(truth) => json!(truth),
            Value::Datetime(_) | Value::Array(_) | Value::Table(_) => return None,
        })
    }
}
