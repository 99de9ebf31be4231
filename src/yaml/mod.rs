//! YAML as a tree that knows where everything stands. The only user of `saphyr-parser`.

mod anchors;
mod merge_keys;
mod node;
mod offsets;
mod parse;

pub use node::{Entry, Mark, Node, Text, Value};
pub use parse::{Fault, parse};
