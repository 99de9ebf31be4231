use super::{At, Cx, Decode, Node, Schema};
use crate::value::Scalar;
use serde_json::{Value as Json, json};

/// A table whose keys are names that the user chose, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<K, V>(Vec<(At<K>, V)>);

impl<K, V> Listed<K, V> {
    /// Keys and values, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, (At<K>, V)> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: PartialEq, V> Listed<K, V> {
    /// The value under a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.iter().find(|(known, _)| known.value == *key).map(|(_, value)| value)
    }
}

impl<K, V> IntoIterator for Listed<K, V> {
    type Item = (At<K>, V);
    type IntoIter = std::vec::IntoIter<(At<K>, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Listed<K, V> {
    type Item = &'a (At<K>, V);
    type IntoIter = std::slice::Iter<'a, (At<K>, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<K, V> Default for Listed<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Scalar, V: Decode> Decode for Listed<K, V> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let entries = cx.entries(node, "a table")?;
        let mut list = Some(Vec::with_capacity(entries.len()));
        for entry in entries {
            let key = match K::parse(&entry.key) {
                Ok(value) => Some(At { value, span: entry.key_span }),
                Err(error) => {
                    cx.bad_value(entry.key_span, K::WHAT, &error.reason, error.help);
                    None
                }
            };
            // The value's mistakes are reported even if the key is bad.
            let value = V::decode(&entry.node, cx);
            list = match (list, key, value) {
                (Some(mut list), Some(key), Some(value)) => {
                    list.push((key, value));
                    Some(list)
                }
                _ => None,
            };
        }
        list.map(Self)
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
