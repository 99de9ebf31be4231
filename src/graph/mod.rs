//! A stack as a picture: its services, what scrapes what, and which alert reaches whom.
//!
//! [`Graph::of`] is the picture without a form; [`Form::draw`] writes it as Mermaid, which GitHub shows
//! in Markdown, or as DOT, which Graphviz draws.

mod build;
mod dot;
mod mermaid;
#[cfg(test)]
mod tests;

use std::fmt;

/// What a picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The boxes, in groups.
    pub groups: Vec<Group>,
    /// The arrows.
    pub edges: Vec<Edge>,
}

/// Boxes that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are.
    pub title: String,
    /// The boxes.
    pub nodes: Vec<Node>,
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What arrows call it.
    pub id: Id,
    /// What it says, line by line.
    pub lines: Vec<String>,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Where it begins.
    pub from: Id,
    /// Where it points.
    pub to: Id,
    /// What it means.
    pub label: String,
}

/// The number of a box. It is written `n7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(usize);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

/// The language of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Mermaid.
    Mermaid,
    /// Graphviz's DOT.
    Dot,
}

impl Form {
    /// Writes a picture.
    pub fn draw(self, graph: &Graph) -> String {
        match self {
            Self::Mermaid => mermaid::draw(graph),
            Self::Dot => dot::draw(graph),
        }
    }
}
