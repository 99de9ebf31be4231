use super::{Setting, SettingKind, Since};
use crate::decode::{At, Cx, Decode, Listed, Node, Schema, Value, choice, table};
use crate::value::{Key, Line, Name, Text, Url};
use serde_json::{Value as Json, json};

table! {
    /// Everything stackgen knows about one type of receiver: what a spec says of it, and the
    /// entry that it becomes in `alertmanager.yml`.
    pub struct ReceiverType("a type of receiver") {
        /// Its title: `PagerDuty`.
        title: Line,
        /// What it is, in one sentence.
        summary: Line,
        /// Where Alertmanager or the service documents it.
        docs: Option<Url>,
        /// Alertmanager's name for a list of such entries.
        ///
        /// Example: `pagerduty_configs`
        configs: At<Key>,
        /// The dialect of its messages, if the service takes some characters for more than text: that of
        /// a type that stackgen brings.
        dialect: Option<At<Name>>,
        /// Whether to send a message when an alert is resolved, if a spec does not say.
        send_resolved: bool = true,
        /// Whether a program reads its messages, rather than people. Only such a receiver can take the
        /// heartbeat, one message a minute.
        for_programs: bool = false,
        /// What it needs elsewhere in the spec.
        requires: Option<Requirement>,
        /// Since which version Alertmanager knows what is written for it.
        since: Vec<Since>,
        /// What a user sets in `[receivers.NAME]`, beyond the keys that all receivers share.
        settings: Listed<Key, Setting>,
        /// Settings of which a spec must have exactly one.
        either: Option<Either>,
        /// What its entry in `alertmanager.yml` holds, in this order. `settings.KEY` is a setting,
        /// `message.title` and `message.text` are the texts of a message in its dialect. A field that is
        /// one `{= ... =}` and nothing else stays a number or a boolean, and is left out if it has no value.
        fields: Listed<Key, Field>,
        /// What `stackgen init` says of it. Without it, it is not offered.
        offer: Option<Offer>,
    }
}

impl ReceiverType {
    /// The settings that are the paths of files with secrets, each with the path in its example.
    pub fn secret_files(&self) -> impl Iterator<Item = (&Key, &Line)> {
        let files = self.settings.iter().filter(|(_, it)| it.kind == SettingKind::SecretFile);
        files.filter_map(|(key, setting)| Some((&key.value, setting.example.as_ref()?)))
    }
}

choice! {
    /// What a type of receiver needs elsewhere in the spec.
    pub enum Requirement("a requirement") {
        /// The mail server in `[alertmanager]`.
        MailServer = "mail-server",
    }
}

table! {
    /// Settings of which a spec must have exactly one.
    pub struct Either("a choice of settings") {
        /// The settings.
        settings: Vec<At<Key>>,
        /// Which of them to use when.
        help: Line,
    }
}

/// What stands for a field of an entry in `alertmanager.yml`.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A template.
    Template(At<Text>),
    /// A number or a boolean.
    Constant(Json),
    /// A table.
    Table(Listed<Line, Field>),
    /// A list.
    List(Vec<Field>),
}

impl Decode for Field {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        Some(match &node.value {
            Value::Integer(number) => Self::Constant(json!(number)),
            Value::Float(number) => Self::Constant(json!(number)),
            Value::Boolean(truth) => Self::Constant(json!(truth)),
            Value::Table(_) => Self::Table(Decode::decode(node, cx)?),
            Value::Array(_) => Self::List(Decode::decode(node, cx)?),
            Value::String(_) | Value::Datetime(_) => Self::Template(Decode::decode(node, cx)?),
        })
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "description": "A template, a number, a boolean, or a table or a list of them." })
    }
}

table! {
    /// What `stackgen init` says of a type of receiver, and asks about it. The files of its secrets are
    /// named after the examples of their settings.
    pub struct Offer("an offer") {
        /// Its place in the list.
        place: u32,
        /// What it is, for people: `Slack: one channel`.
        title: Line,
        /// What a spec calls the receiver.
        receiver: Name,
        /// Where its secret comes from, in one sentence.
        obtain: Option<Line>,
        /// The keys that a person decides.
        asks: Listed<Key, AskedKey>,
    }
}

table! {
    /// A key that a person decides.
    pub struct AskedKey("a question") {
        /// The question.
        question: Line,
        /// Why it is asked, in one line.
        why: Line,
        /// The answer, if none is given.
        default: Option<Line>,
        /// An answer as somebody would give it.
        example: Line,
        /// What the answer becomes in a spec.
        kind: AskedKind = AskedKind::Text,
        /// The section of a spec that has the key, if it is not the receiver's own.
        section: Option<Key>,
        /// A comment above the key, on what else may be needed.
        remark: Option<Line>,
    }
}

choice! {
    /// What an answer becomes in a spec.
    pub enum AskedKind("a kind of answer") {
        /// A string.
        Text = "text",
        /// A list of strings; commas separate them.
        List = "list",
        /// A whole number.
        Integer = "integer",
    }
}

table! {
    /// How messages are written for services that take some characters for more than text.
    pub struct Dialects("the dialects") {
        /// The dialects, by name.
        dialects: Listed<Name, Dialect>,
    }
}

table! {
    /// A dialect of messages.
    pub struct Dialect("a dialect") {
        /// The end of a pipeline in Alertmanager's templates that makes a text harmless.
        safe: Text,
    }
}
