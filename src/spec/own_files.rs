//! Which files of the user's own a spec names.

use super::Prometheus;
use crate::decode::{Node, Value};
use crate::value::{OwnPath, Scalar as _};

/// The key of `[prometheus]` that names rule files.
const RULE_FILES: &str = "rule_files";

/// Whether a text may name any: without the key, nothing has to be read.
pub fn may_name_files(spec: &str) -> bool {
    spec.contains(RULE_FILES)
}

/// What a spec names: paths and patterns. What is not as it should be names nothing, and is reported when
/// it is decoded.
pub fn named_files(spec: &Node) -> Vec<OwnPath> {
    let list = spec.get(Prometheus::section()).and_then(|section| section.get(RULE_FILES));
    let Some(Value::Array(items)) = list.map(|node| &node.value) else { return vec![] };
    items.iter().filter_map(|item| OwnPath::parse(item.as_str()?).ok()).collect()
}
