//! The networks of an application, by the names that Compose gives them.

use super::Network;
use super::service::Service;
use crate::yaml::{Node, Text, Value};

/// The networks of a service, in the order of the files. None if it has a mode of its own.
pub(super) fn of(service: &Service, tree: &Node, project: Option<&str>) -> Vec<Network> {
    if service.node.get("network_mode").is_some_and(|mode| !mode.is_null()) {
        return Vec::new();
    }
    let named: Vec<&str> = service.entries("networks").iter().map(|it| it.key.as_str()).collect();
    let keys = if named.is_empty() { vec!["default"] } else { named };
    keys.into_iter().map(|key| network(key, tree, project)).collect()
}

fn network(key: &str, tree: &Node, project: Option<&str>) -> Network {
    let declared = tree.get("networks").and_then(|it| it.get(key));
    let (name, origin) = name(key, declared, project);
    Network { name, key: key.to_owned(), origin }
}

/// The name of a network, and how it comes about.
fn name(key: &str, declared: Option<&Node>, project: Option<&str>) -> (Option<String>, String) {
    let external = declared.and_then(|it| it.get("external"));
    let old = external.and_then(|it| it.get("name"));
    let given = old.or_else(|| declared?.get("name")).and_then(Node::text);
    let given = given.filter(|text| !text.text.is_empty());
    let is_external = match external.map(|it| &it.value) {
        Some(Value::Text(text)) => text.text == "true",
        Some(Value::Map(_)) => true,
        _ => false,
    };
    match (given, is_external) {
        (Some(given), is_external) => {
            let origin = if is_external { "external, with this name" } else { "its `name`" };
            (given.known().map(str::to_owned), origin.to_owned())
        }
        (None, true) => (Some(key.to_owned()), "external, called as its key".to_owned()),
        (None, false) => {
            let name = project.map(|project| format!("{project}_{key}"));
            (name, format!("the project's name, then _{key}"))
        }
    }
}

/// How a service is on a network, if that is not the usual way and known: `host`, `service:NAME`.
pub(super) fn mode(service: &Service) -> Option<&str> {
    service.node.get("network_mode")?.text().and_then(Text::known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::yaml::parse;

    #[track_caller]
    fn case(declared: &str, key: &str, expected: Option<&str>) {
        let mut sources = Sources::default();
        let source = sources.add("f", declared.to_owned());
        let tree = parse(source, declared).expect("it is YAML");
        let network = network(key, &tree[0], Some("shop"));
        assert_eq!(network.name.as_deref(), expected, "{declared}");
    }

    #[test]
    fn names_are_those_of_compose() {
        case("networks: {back: }", "back", Some("shop_back"));
        case("services: {}", "default", Some("shop_default"));
        case("networks: {back: {name: n}}", "back", Some("n"));
        case("networks: {back: {external: true}}", "back", Some("back"));
        case("networks: {back: {external: true, name: n}}", "back", Some("n"));
        case("networks: {back: {external: {name: n}}}", "back", Some("n"));
        case("networks: {back: {external: false}}", "back", Some("shop_back"));
        case("networks: {default: {external: true}}", "default", Some("default"));
        case("networks: {default: {name: n}}", "default", Some("n"));
        case("networks: {meet.jitsi: }", "meet.jitsi", Some("shop_meet.jitsi"));
        case("networks: {back: {name: \"\u{fffc}\"}}", "back", None);
        case("networks: {back: {internal: true}}", "back", Some("shop_back"));
    }
}
