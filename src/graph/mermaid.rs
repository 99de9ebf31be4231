use super::Graph;
use std::fmt::Write as _;

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (at, group) in graph.groups.iter().enumerate() {
        let _ = writeln!(out, "  subgraph g{at}[\"{}\"]", text(&group.title));
        for node in &group.nodes {
            let lines: Vec<String> = node.lines.iter().map(|line| text(line)).collect();
            let _ = writeln!(out, "    {}[\"{}\"]", node.id, lines.join("<br/>"));
        }
        out.push_str("  end\n");
    }
    for edge in &graph.edges {
        let _ = writeln!(out, "  {} -->|{}| {}", edge.from, text(&edge.label), edge.to);
    }
    out
}

/// A text in which nothing means anything to Mermaid, nor to HTML.
fn text(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " .,:;/_-+@=?!()'".contains(c);
    let mut out = String::new();
    for c in text.chars() {
        if plain(c) {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    // A list and a link in Markdown begin like this.
    out.replace("://", "#58;//")
}
