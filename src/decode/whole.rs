use super::{Cx, Decode, Node, Schema};
use serde_json::Value as Json;
use std::ops::Deref;

/// A value that knows whether all of it could be read. Where not, defaults stand for what could not,
/// and a rule between two keys would accuse the wrong one.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole<T> {
    value: T,
    sound: bool,
}

impl<T> Whole<T> {
    /// Whether there was no mistake in it.
    pub fn is_sound(&self) -> bool {
        self.sound
    }
}

impl<T> Deref for Whole<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Decode> Decode for Whole<T> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let (value, sound) = cx.sound::<T>(node);
        let value = value.or_else(T::stand_in)?;
        Some(Self { value, sound })
    }

    fn absent() -> Option<Self> {
        T::absent().map(|value| Self { value, sound: true })
    }

    fn stand_in() -> Option<Self> {
        T::stand_in().map(|value| Self { value, sound: false })
    }

    fn wrapped(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
        T::wrapped(node, cx)
    }

    fn schema(schema: &mut Schema) -> Json {
        T::schema(schema)
    }

    fn to_json(&self) -> Option<Json> {
        self.value.to_json()
    }
}
