use crate::decode::{At, Cx, Decode, Node, Schema, Value, choice, table};
use crate::value::{Duration, Email, Host, HostPort, Line, Name, Scalar as _, SpecPath, Url};
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
        /// A list of mail addresses, each once.
        Emails = "emails",
        /// A number.
        Number = "number",
        /// A whole number.
        Integer = "integer",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A duration, `30s`.
        Duration = "duration",
        /// The path of a file that contains a secret. In templates, the setting is the path below
        /// `/run/secrets/` where the container has the file. An integration lists the setting under
        /// `secrets` in `[[services]]`.
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

/// What a spec gives for a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// Text on one line.
    Line(Line),
    /// A host and a port.
    Address(HostPort),
    /// A URL.
    Url(Url),
    /// A name.
    Name(Name),
    /// Mail addresses.
    Emails(Vec<At<Email>>),
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// A duration.
    Duration(Duration),
    /// The path of a file with a secret, as the spec has it.
    SecretFile(SpecPath),
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

    /// Its example as a spec would have it.
    pub fn example_as_toml(&self) -> Option<String> {
        let example = self.example.as_ref()?;
        Some(match self.kind {
            SettingKind::Number | SettingKind::Integer | SettingKind::Boolean => {
                example.to_string()
            }
            SettingKind::Emails => format!("[\"{example}\"]"),
            _ => format!("\"{example}\""),
        })
    }
}

impl SettingKind {
    /// Reads the value of a key.
    pub fn read(self, key: &str, node: &Node, cx: &mut Cx<'_>) -> Option<SettingValue> {
        if self != Self::SecretFile && cx.refuse_named_secret(key, node) {
            return None;
        }
        match self {
            Self::Line => cx.value_of(key, node).map(SettingValue::Line),
            Self::Address => cx.value_of(key, node).map(SettingValue::Address),
            Self::Url => cx.value_of(key, node).map(SettingValue::Url),
            Self::Name => cx.value_of(key, node).map(SettingValue::Name),
            Self::Emails => {
                let all: Vec<At<Email>> = cx.value_of(key, node)?;
                if all.is_empty() {
                    let why = "needs at least one mail address";
                    cx.bad_value(node.span, &format!("`{key}`"), why, None);
                }
                Some(SettingValue::Emails(all))
            }
            Self::Number => cx.value_of(key, node).map(SettingValue::Number),
            Self::Integer => cx.value_of(key, node).map(SettingValue::Integer),
            Self::Boolean => cx.value_of(key, node).map(SettingValue::Boolean),
            Self::Duration => cx.value_of(key, node).map(SettingValue::Duration),
            Self::SecretFile => cx.value_of(key, node).map(SettingValue::SecretFile),
        }
    }

    /// The schema of a value.
    pub fn schema(self, schema: &mut Schema) -> Json {
        match self {
            Self::Line => Line::schema(schema),
            Self::Address => HostPort::schema(schema),
            Self::Url => Url::schema(schema),
            Self::Name => Name::schema(schema),
            Self::Emails => Vec::<Email>::schema(schema),
            Self::Number => f64::schema(schema),
            Self::Integer => i64::schema(schema),
            Self::Boolean => bool::schema(schema),
            Self::Duration => Duration::schema(schema),
            Self::SecretFile => SpecPath::schema(schema),
        }
    }
}

impl SettingValue {
    /// For templates: a text, a number, a boolean, or a list of texts.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Line(line) => json!(line.as_str()),
            Self::Address(address) => json!(address.to_string()),
            Self::Url(url) => json!(url.as_str()),
            Self::Name(name) => json!(name.as_str()),
            Self::Emails(all) => all.iter().map(|it| Json::String(it.to_string())).collect(),
            Self::Number(number) => json!(number),
            Self::Integer(number) => json!(number),
            Self::Boolean(truth) => json!(truth),
            Self::Duration(duration) => json!(duration.to_string()),
            Self::SecretFile(path) => json!(path.to_string()),
        }
    }

    /// The host that it names, if it is an address or a URL.
    pub fn host(&self) -> Option<Host> {
        match self {
            Self::Address(address) => Some(address.host.clone()),
            Self::Url(url) => Host::parse(url.host()).ok(),
            _ => None,
        }
    }
}
