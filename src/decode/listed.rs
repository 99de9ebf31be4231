use super::{At, Cx, Decode, Node, Schema};
use crate::value::Scalar;
use serde_json::{Value as Json, json};

/// A table whose keys are names that the user chose, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<K, V> {
    entries: Vec<(At<K>, V)>,
    unsound: Vec<Unsound<K, V>>,
}

/// Of so many entries with mistakes is kept what could be read: of more, nobody reads what else is wrong.
const MOST_UNSOUND: usize = 1000;

/// An entry that has mistakes.
#[derive(Clone, Debug, PartialEq)]
struct Unsound<K, V> {
    name: String,
    key: Option<At<K>>,
    value: Option<V>,
}

impl<K, V> Listed<K, V> {
    /// Whether an entry of this name is in the text, but has mistakes, so that it is not here.
    pub fn is_unsound(&self, name: &str) -> bool {
        self.unsound.iter().any(|entry| entry.name == name)
    }

    /// What could be read of the entries that have mistakes, with defaults for what could not.
    pub fn unsound(&self) -> impl Iterator<Item = (&At<K>, &V)> {
        self.unsound.iter().filter_map(|entry| entry.key.as_ref().zip(entry.value.as_ref()))
    }

    /// Keys and values, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, (At<K>, V)> {
        self.entries.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: PartialEq, V> Listed<K, V> {
    /// The value under a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.entries.iter().find(|(known, _)| known.value == *key).map(|(_, value)| value)
    }
}

impl<K, V> IntoIterator for Listed<K, V> {
    type Item = (At<K>, V);
    type IntoIter = std::vec::IntoIter<(At<K>, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Listed<K, V> {
    type Item = &'a (At<K>, V);
    type IntoIter = std::slice::Iter<'a, (At<K>, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<K, V> FromIterator<(At<K>, V)> for Listed<K, V> {
    fn from_iter<I: IntoIterator<Item = (At<K>, V)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect(), unsound: Vec::new() }
    }
}

impl<K, V> Default for Listed<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), unsound: Vec::new() }
    }
}

impl<K: Scalar, V: Decode> Decode for Listed<K, V> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let entries = cx.entries(node, "a table")?;
        let mut list = Self { entries: Vec::with_capacity(entries.len()), ..Self::default() };
        for entry in entries {
            if cx.refuse_secret_key(entry) || cx.refuse_named_secret(&entry.key, &entry.node) {
                continue;
            }
            let span = entry.key_span;
            let key = cx.accepted(span, K::parse(&entry.key)).map(|value| At { value, span });
            // The value's mistakes are reported even if the key is bad.
            match (key, cx.sound::<V>(&entry.node)) {
                (Some(key), (Some(value), true)) => list.entries.push((key, value)),
                (key, (value, _)) => {
                    let value = value.filter(|_| list.unsound.len() < MOST_UNSOUND);
                    list.unsound.push(Unsound { name: entry.key.clone(), key, value });
                }
            }
        }
        Some(list)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(schema: &mut Schema) -> Json {
        let mut names = json!({ "title": K::WHAT, "description": K::RULE });
        if let Some(pattern) = K::PATTERN {
            names["pattern"] = json!(pattern);
        }
        json!({ "type": "object", "propertyNames": names, "additionalProperties": V::schema(schema) })
    }
}
