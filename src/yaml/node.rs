use crate::diag::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where.
    pub span: Span,
    /// What.
    pub value: Value,
    /// Compose's own tag, if it has one.
    pub mark: Option<Mark>,
}

/// What Compose's own tags say of a value in an override.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `!reset`: what stood there before is gone.
    Reset,
    /// `!override`: it replaces what stood there before, and is not merged with it.
    Override,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A text, or what else is written as one: numbers, booleans.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the text.
    Map(Vec<Entry>),
}

/// A text, before or after its variables have been replaced.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    /// With its variables replaced; [`Text::UNKNOWN`] stands for each that has no value.
    pub text: String,
    /// As it was written, if it has variables.
    pub raw: Option<String>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Text {
    /// What stands for a variable without a value. Unicode calls it the object replacement character.
    pub const UNKNOWN: char = '\u{fffc}';

    /// A text as it was written.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), raw: None }
    }

    /// The text, if all of it is known.
    pub fn known(&self) -> Option<&str> {
        (!self.text.contains(Self::UNKNOWN)).then_some(&self.text)
    }
}

impl Node {
    /// The text under it.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text under it, variables replaced.
    pub fn str(&self) -> Option<&str> {
        self.text().map(|text| text.text.as_str())
    }

    /// Its entries; none if it is not a mapping.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Its items; none if it is not a list.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The text of a key.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.str()
    }

    /// Itself if it is a text, or its items if it is a list.
    pub fn one_or_more(&self) -> &[Self] {
        match &self.value {
            Value::Text(_) => std::slice::from_ref(self),
            _ => self.items(),
        }
    }

    /// How many nodes it is made of. The depth of a tree is limited.
    pub fn size(&self) -> usize {
        let below: usize = match &self.value {
            Value::Null | Value::Text(_) => 0,
            Value::List(items) => items.iter().map(Self::size).sum(),
            Value::Map(entries) => entries.iter().map(|entry| entry.node.size()).sum(),
        };
        1 + below
    }

    /// Whether it holds nothing.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// What kind of thing it is, for people.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}
