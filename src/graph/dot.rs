use super::Graph;
use std::fmt::Write as _;

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::from("digraph stack {\n  rankdir=LR\n");
    for (at, group) in graph.groups.iter().enumerate() {
        let _ = writeln!(out, "  subgraph cluster_{at} {{\n    label={}", quoted(&group.title));
        for node in &group.nodes {
            let _ = writeln!(
                out,
                "    {} [shape=box, label={}]",
                node.id,
                quoted(&node.lines.join("\n"))
            );
        }
        out.push_str("  }\n");
    }
    for edge in &graph.edges {
        let _ = writeln!(out, "  {} -> {} [label={}]", edge.from, edge.to, quoted(&edge.label));
    }
    out.push_str("}\n");
    out
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{text}\"")
}
