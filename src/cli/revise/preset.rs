//! What the preset of a spec says, which the spec lies over.

use crate::catalog::Catalog;
use crate::decode::Node;
use crate::diag::{Diagnostics, Sources};
use crate::edit::Draft;
use crate::spec::PresetName;

/// What the preset has under a path, where the spec itself has nothing.
pub(super) fn value(draft: &Draft, path: &[&str]) -> Option<Node> {
    let mut sources = Sources::default();
    let named = draft.text_at(&["preset"]);
    let mut next = Some(named.unwrap_or_else(|| PresetName::Standard.as_str().to_owned()));
    while let Some(name) = next {
        let tree = Catalog::preset(&name, &mut sources, &mut Diagnostics::default())?;
        let found = path.iter().try_fold(&tree, |node, key| node.get(key));
        if let Some(found) = found {
            return Some(found.clone());
        }
        next = tree.get("preset").and_then(Node::as_str).map(str::to_owned);
    }
    None
}
