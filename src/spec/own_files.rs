//! Which keys of a spec name files of the user's own.

use crate::decode::{Node, Value};
use crate::value::{OwnPath, Scalar as _};

/// Section and key, and how the names of the files end that a folder stands for.
const KEYS: [(&str, &str, Option<&str>); 1] = [("prometheus", "rule_files", None)];

/// What a spec names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFiles {
    /// A path or a pattern.
    pub path: OwnPath,
    /// If it is a folder, how the names of its files end. `None`: it must be none.
    pub ending: Option<&'static str>,
}

/// Whether a text may name any: where none of the keys is, nothing has to be read.
pub fn may_name_files(spec: &str) -> bool {
    KEYS.iter().any(|(_, key, _)| spec.contains(key))
}

/// What a spec names. What is not as it should be names nothing, and is reported when it is decoded.
pub fn named_files(spec: &Node) -> Vec<NamedFiles> {
    let mut all = Vec::new();
    for (section, key, ending) in KEYS {
        let list = spec.get(section).and_then(|section| section.get(key));
        let Some(Value::Array(items)) = list.map(|node| &node.value) else { continue };
        let paths = items.iter().filter_map(|item| OwnPath::parse(item.as_str()?).ok());
        all.extend(paths.map(|path| NamedFiles { path, ending }));
    }
    all
}
