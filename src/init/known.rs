use crate::decode::{Node, Value};
use crate::value::{HostPort, Scalar as _};
use std::collections::BTreeSet;

/// What a spec monitors already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The hosts that its apps, integrations and probes are about.
    pub hosts: BTreeSet<String>,
    /// The names of apps, integrations and probes.
    pub names: BTreeSet<String>,
    /// The networks that it joins.
    pub networks: BTreeSet<String>,
}

/// Looks through the tree of a spec.
pub fn known(spec: &Node) -> Known {
    let mut known = Known::default();
    for section in ["apps", "integrations", "probes"] {
        let Some(Node { value: Value::Table(entries), .. }) = spec.get(section) else { continue };
        for entry in entries {
            known.names.insert(entry.key.clone());
            for key in ["targets", "address", "urls"] {
                entry.node.get(key).into_iter().for_each(|node| hosts(node, &mut known.hosts));
            }
        }
    }
    let joined = spec.get("networks").and_then(|networks| networks.get("join"));
    if let Some(Node { value: Value::Array(names), .. }) = joined {
        known.networks.extend(names.iter().filter_map(Node::as_str).map(str::to_owned));
    }
    known
}

/// The hosts that a text or a list of texts names.
fn hosts(node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::String(text) => {
            let bare = text.split_once("://").map_or(&**text, |(_, rest)| rest);
            let bare = bare.split(['/', '?', '#']).next().unwrap_or_default();
            let host = HostPort::parse(bare).map_or(bare.to_owned(), |it| it.host.to_string());
            found.insert(host);
        }
        Value::Array(items) => items.iter().for_each(|item| hosts(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::parse;
    use crate::diag::{Diagnostics, Sources};

    #[test]
    fn hosts_are_found_however_they_are_written() {
        let mut sources = Sources::default();
        let text = r#"
            [apps]
            api.targets = ["api:8080", "api-2:8080"]
            [integrations."orders"]
            address = "db:5432"
            [networks]
            join = ["shop_default"]
            [probes.site]
            urls = ["https://shop.example/health", "http://web:80"]
        "#;
        let source = sources.add("stack.toml", text);
        let known = known(&parse(source, &sources, &mut Diagnostics::default()));
        let hosts: Vec<&str> = known.hosts.iter().map(String::as_str).collect();
        assert_eq!(hosts, ["api", "api-2", "db", "shop.example", "web"]);
        let names: Vec<&str> = known.names.iter().map(String::as_str).collect();
        assert_eq!(names, ["api", "orders", "site"]);
        assert!(known.networks.contains("shop_default"));
    }
}
