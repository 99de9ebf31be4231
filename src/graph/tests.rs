use super::{Edge, Form, Graph, Group, Id, Node};
use crate::pipeline::{Input, SpecText, resolve};
use std::collections::BTreeSet;

const SPEC: &str = r#"
version = 1
name = "shop"
[apps.api]
targets = ["api:8080"]
convention = "express"
[integrations.db]
type = "postgres"
address = "db:5432"
password_file = "secrets/db"
[probes.site]
urls = ["https://shop.example"]
[receivers.chat]
type = "slack"
channel = "general"
webhook_url_file = "secrets/slack"
[routing]
P0 = ["chat"]
P1 = ["chat"]
P2 = []
"#;

fn graph(text: &str) -> Graph {
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
    Graph::of(resolved.accepted().expect("the spec is right"))
}

/// The arrows, by the first lines of their boxes.
fn arrows(graph: &Graph) -> Vec<String> {
    let nodes = || graph.groups.iter().flat_map(|group| &group.nodes);
    let name = |id: Id| nodes().find(|node| node.id == id).map_or("nothing", |node| &node.lines[0]);
    let edges = graph.edges.iter();
    edges.map(|edge| format!("{} {} {}", name(edge.from), edge.label, name(edge.to))).collect()
}

#[test]
fn everything_of_a_stack_is_in_its_picture() {
    let graph = graph(SPEC);
    let arrows = arrows(&graph);
    for expected in [
        "prometheus scrapes api:8080",
        "prometheus scrapes db-exporter",
        "db-exporter connects to db:5432",
        "prometheus scrapes blackbox",
        "node-exporter reads this host",
        "prometheus sends alerts alertmanager",
        "grafana queries prometheus",
        "alertmanager routes P0, at any hour:",
        "P0, at any hour: reaches chat",
        "P1, in working hours: reaches chat",
    ] {
        assert!(arrows.iter().any(|it| it.starts_with(expected)), "{expected} in {arrows:#?}");
    }
    assert!(arrows.iter().any(|it| it.ends_with("probes https://shop.example")), "{arrows:#?}");
    let tier =
        graph.groups.iter().flat_map(|it| &it.nodes).find(|it| it.lines[0].starts_with("P0"));
    assert!(tier.expect("there is P0").lines.len() > 3);
    assert!(!arrows.iter().any(|it| it.contains("nothing")), "{arrows:#?}");
}

#[test]
fn boxes_have_names_of_their_own() {
    let graph = graph(SPEC);
    let ids: Vec<Id> = graph.groups.iter().flat_map(|it| &it.nodes).map(|it| it.id).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn no_text_becomes_part_of_a_drawing() {
    let hostile = "a\"]\nb\\ --> <script> |x| `#` %% ; https://x";
    let node = |id| Node { id: Id(id), lines: vec![hostile.to_owned()] };
    let graph = Graph {
        groups: vec![Group { title: hostile.to_owned(), nodes: vec![node(1), node(2)] }],
        edges: vec![Edge { from: Id(1), to: Id(2), label: hostile.to_owned() }],
    };
    let mermaid = Form::Mermaid.draw(&graph);
    assert_eq!(mermaid.lines().count(), 6, "{mermaid}");
    assert!(!mermaid.contains("<script>") && !mermaid.contains("://"), "{mermaid}");
    for line in mermaid.lines().filter(|line| line.contains('[')) {
        assert_eq!(line.matches('"').count(), 2, "{line}");
    }
    let dot = Form::Dot.draw(&graph);
    assert_eq!(dot.lines().count(), 9, "{dot}");
}
