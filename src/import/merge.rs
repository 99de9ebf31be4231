//! How one Compose file is laid over another, or a service over the one that it extends.

use crate::yaml::{Entry, Mark, Node, Value};
use std::collections::BTreeMap;

/// Where in a file a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// The file itself.
    Top,
    /// `services`.
    Services,
    /// A service.
    Service,
    /// Its `healthcheck`.
    Healthcheck,
    /// Names with values, where an entry without a value replaces one with a value.
    Assignments,
    /// Anything else.
    Inside,
}

/// Lays a file over another one.
pub(super) fn files(base: Node, over: Node) -> Node {
    merge(base, over, At::Top)
}

/// Lays a service over the one that it extends.
pub(super) fn services(base: Node, over: Node) -> Node {
    merge(base, over, At::Service)
}

/// A value without what `!reset` removes from it.
pub(super) fn clean(mut node: Node) -> Node {
    match &mut node.value {
        Value::Map(entries) => {
            entries.retain(|entry| entry.node.mark != Some(Mark::Reset));
            for entry in entries {
                let inner = std::mem::replace(&mut entry.node.value, Value::Null);
                let cleaned = clean(Node { span: entry.node.span, value: inner, mark: None });
                entry.node.value = cleaned.value;
                entry.node.mark = None;
            }
        }
        Value::List(items) => items.retain(|item| item.mark != Some(Mark::Reset)),
        Value::Null | Value::Text(_) => {}
    }
    node
}

fn merge(base: Node, over: Node, at: At) -> Node {
    if over.mark == Some(Mark::Override) {
        return over;
    }
    let (base_span, span) = (base.span, over.span);
    let value = match (base.value, over.value) {
        (base, Value::Null) if at != At::Assignments => {
            return Node { span: base_span, value: base, mark: None };
        }
        (Value::Map(entries), Value::Map(others)) => Value::Map(mappings(entries, others, at)),
        (Value::List(mut items), Value::List(others)) => {
            items.extend(others);
            Value::List(items)
        }
        (_, over) => over,
    };
    Node { span, value, mark: None }
}

fn mappings(entries: Vec<Entry>, others: Vec<Entry>, at: At) -> Vec<Entry> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        places.insert(entry.key.clone(), place);
    }
    let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    for other in others {
        let place = places.get(&other.key).copied();
        let base = place.and_then(|place| entries[place].take());
        match (place, base) {
            (Some(place), Some(base)) => entries[place] = entry(base, other, at),
            _ => entries.push(Some(other)),
        }
    }
    entries.into_iter().flatten().collect()
}

/// What becomes of an entry that both have.
fn entry(base: Entry, over: Entry, at: At) -> Option<Entry> {
    if over.node.mark == Some(Mark::Reset) {
        return None;
    }
    if replaces(&over.key, at) {
        return Some(over);
    }
    let below = below(&over.key, at);
    Some(Entry { key: base.key, key_span: base.key_span, node: merge(base.node, over.node, below) })
}

/// Whether the later value of a key takes the place of the earlier one.
fn replaces(key: &str, at: At) -> bool {
    match at {
        At::Service => ["command", "entrypoint"].contains(&key),
        At::Healthcheck => key == "test",
        At::Assignments => true,
        At::Top | At::Services | At::Inside => false,
    }
}

fn below(key: &str, at: At) -> At {
    match (at, key) {
        (At::Top, "services") => At::Services,
        (At::Services, _) => At::Service,
        (At::Service, "healthcheck") => At::Healthcheck,
        (At::Service, "environment" | "labels") => At::Assignments,
        _ => At::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::super::canonical;
    use super::*;
    use crate::diag::Sources;
    use crate::yaml::parse;

    fn read(text: &str) -> Node {
        let mut sources = Sources::default();
        let source = sources.add("f", text.to_owned());
        let mut documents = parse(source, text).expect("it is YAML");
        let mut file = documents.remove(0);
        canonical::file(&mut file);
        file
    }

    fn plain(node: &Node) -> String {
        match &node.value {
            Value::Null => "~".to_owned(),
            Value::Text(text) => text.text.clone(),
            Value::List(items) => {
                format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(" "))
            }
            Value::Map(entries) => {
                let entries = entries.iter().map(|it| format!("{}={}", it.key, plain(&it.node)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// A service over another one.
    #[track_caller]
    fn case(base: &str, over: &str, expected: &str) {
        let file = |service: &str| read(&format!("services: {{a: {{{service}}}}}"));
        let merged = clean(files(file(base), file(over)));
        let service = merged.get("services").and_then(|it| it.get("a")).expect("it is there");
        assert_eq!(plain(service), expected, "{base} under {over}");
    }

    #[test]
    fn services_are_merged_as_compose_does() {
        case("image: x", "image: y", "{image=y}");
        case("image: x", "restart: always", "{image=x restart=always}");
        case("command: [a, b]", "command: [c]", "{command=[c]}");
        case(
            "healthcheck: {test: [a], retries: 1}",
            "healthcheck: {test: [b]}",
            "{healthcheck={test=[b] retries=1}}",
        );
        case("ports: ['1:1']", "ports: ['2:2']", "{ports=[1:1 2:2]}");
        case("environment: [A=1, B=2]", "environment: {B: 3}", "{environment={A=1 B=3}}");
        case("environment: {A: 1}", "environment: [A]", "{environment={A=~}}");
        case("labels: [a=1]", "labels: {b: 2}", "{labels={a=1 b=2}}");
        case("networks: [a]", "networks: {b: {aliases: [x]}}", "{networks={a=~ b={aliases=[x]}}}");
        case(
            "depends_on: [a]",
            "depends_on: {b: {condition: service_healthy}}",
            "{depends_on={a={condition=service_started} b={condition=service_healthy}}}",
        );
        case("build: x", "build: {dockerfile: y}", "{build={context=x dockerfile=y}}");
        case("env_file: a", "env_file: [b]", "{env_file=[{path=a} {path=b}]}");
        case("networks: {a: {aliases: [x]}}", "networks: {a: }", "{networks={a={aliases=[x]}}}");
    }

    #[test]
    fn tags_remove_and_replace() {
        case("ports: ['1:1'], image: x", "ports: !reset []", "{image=x}");
        case("ports: ['1:1']", "ports: !override ['2:2']", "{ports=[2:2]}");
        case("environment: {A: 1, B: 2}", "environment: {A: !reset null}", "{environment={B=2}}");
        case("environment: {A: 1}", "environment: !override {B: 2}", "{environment={B=2}}");
        case("image: x", "ports: !reset null", "{image=x}");
    }
}
