//! TOML text into typed values: every problem reported at once, each with its place.
//!
//! [`parse()`] gives a tree of [`Node`]s that know where they stand; [`merge()`] lays one tree over
//! another (a spec over its preset); [`Decode`] turns a tree into a type and reports everything
//! that is wrong with it. The `table!` macro writes a table's type, its decoder and its JSON
//! Schema from one definition, so the three cannot disagree.

pub mod codes;
mod elsewhere;
mod fields;
mod impls;
mod listed;
mod merge;
mod node;
mod parse;
mod schema;
mod secret;
mod syntax;
pub(crate) mod table;
pub(crate) mod tagged;
mod whole;
mod wrap;

pub use fields::{Cx, Fields};
pub use impls::At;
pub use listed::Listed;
pub use merge::merge;
pub use node::{Entry, Node, Value};
pub use parse::parse;
pub use schema::{Field as SchemaField, Schema, prose};
pub use secret::{hide_secrets, is_secret_key};
pub(crate) use secret::{is_flag_with_secret, is_literal};
pub(crate) use table::{choice, table};
pub(crate) use tagged::tagged;
pub use whole::Whole;
pub(crate) use wrap::in_table;

/// A type that is read from a TOML value.
pub trait Decode: Sized {
    /// Reads it. `None` if it cannot be; then at least one problem was reported to `cx`. Problems
    /// may be reported even where a value is returned.
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self>;

    /// What stands for a key that is not there, for types that have such a value.
    fn absent() -> Option<Self> {
        None
    }

    /// What stands for a value that cannot be read, so that the rest of a spec can be looked at in
    /// the same run. Nothing is rendered from it.
    fn stand_in() -> Option<Self> {
        Self::absent()
    }

    /// What was most likely meant by a single value in its place, as a spec has it: `["a"]` for a list,
    /// `{ time = "30d" }` for a table. `None` if that is not clear.
    fn wrapped(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
        let _ = (node, cx);
        None
    }

    /// Its JSON Schema. Tables add themselves to the definitions and return a reference.
    fn schema(schema: &mut Schema) -> serde_json::Value;

    /// As JSON, for the defaults in the schema. `None` where a default would say nothing.
    fn to_json(&self) -> Option<serde_json::Value> {
        None
    }
}
