use crate::decode::{Cx, Decode, Entry, Node, Schema, Value};
use crate::diag::Span;
use serde_json::json;

/// The keys that tables of a section share, whatever their type.
pub trait SharedKeys: Decode {
    /// The keys.
    const SHARED: &'static [&'static str];
    /// What reports call such a table.
    const WHAT: &'static str;
    /// What the definition of these keys is called in a schema.
    const DEFINITION: &'static str;
}

/// A table of which a type of the catalogue defines keys: those that all types share, and the others, which
/// are read when the catalogue is at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Use<K> {
    /// The keys that all types share.
    pub keys: K,
    /// The table of all other keys.
    pub settings: Node,
    /// Where it stands.
    pub span: Span,
}

impl<K: SharedKeys> Decode for Use<K> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let entries = cx.entries(node, K::WHAT)?.to_vec();
        let table = |entries: Vec<Entry>| Node { span: node.span, value: Value::Table(entries) };
        let (shared, settings) =
            entries.into_iter().partition(|entry| K::SHARED.contains(&&*entry.key));
        let keys = K::decode(&table(shared), cx)?;
        Some(Self { keys, settings: table(settings), span: node.span })
    }

    fn schema(schema: &mut Schema) -> serde_json::Value {
        let reference = K::schema(schema);
        if let Some(definition) = schema.definition(K::DEFINITION) {
            definition["additionalProperties"] = json!(true);
        }
        reference
    }
}
