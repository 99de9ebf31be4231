use super::anchors::{Anchors, MOST_NODES};
use super::merge_keys;
use super::node::{Entry, Mark, Node, Text, Value};
use super::offsets::Offsets;
use crate::diag::{SourceId, Span};
use saphyr_parser::{Event, Parser, ScalarStyle, Span as Place, Tag};
use std::collections::BTreeMap;

/// How deep a file may go. Compose files go ten levels deep.
const DEEPEST: usize = 60;

/// Why a text has no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, as a whole sentence without a full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Another place that has to do with it.
    pub other: Option<(Span, &'static str)>,
}

/// The documents of a text.
///
/// # Errors
/// When it is not YAML, or nested or repeated more than anybody needs.
pub fn parse(source: SourceId, text: &str) -> Result<Vec<Node>, Fault> {
    let mut builder = Builder {
        source,
        offsets: Offsets::new(text),
        open: Vec::new(),
        anchors: Anchors::default(),
        documents: Vec::new(),
        nodes: 0,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, place)) => builder.take(event, place)?,
            Err(error) => {
                let at = builder.offsets.byte(error.marker().index());
                return Err(builder.fault(sentence(error.info()), at..at));
            }
        }
    }
    Ok(builder.documents)
}

/// What the parser says, in words for people. The first that fits counts.
const WORDS: [(&str, &str); 6] = [
    ("tab", "indentation in YAML has spaces only, and this is a tab"),
    (
        "did not find expected key",
        "this is neither a key nor a value of the key above: its indentation is off",
    ),
    ("unknown anchor", "this alias names an anchor that is not there"),
    ("quoted scalar", "a text in quotes does not end, or goes on without indentation"),
    (
        "flow sequence",
        "a list in brackets does not end here: a text with `{`, `[` or `,` needs quotes",
    ),
    (
        "flow mapping",
        "a mapping in braces does not end here: a text with `{`, `[` or `,` needs quotes",
    ),
];

fn sentence(info: &str) -> String {
    if info.contains("recursion limit") {
        return format!("this file is nested more than {DEEPEST} levels deep");
    }
    match WORDS.iter().find(|(sign, _)| info.contains(sign)) {
        Some((_, words)) => (*words).to_owned(),
        None => format!("this is not YAML: {info}"),
    }
}

/// A list or a mapping whose end has not come yet.
struct Open {
    anchor: usize,
    mark: Option<Mark>,
    start: usize,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// Where each key stands.
        keys: BTreeMap<String, Span>,
        /// The key whose value comes next.
        key: Option<(String, Span)>,
    },
}

struct Builder {
    source: SourceId,
    offsets: Offsets,
    open: Vec<Open>,
    anchors: Anchors,
    documents: Vec<Node>,
    nodes: usize,
}

impl Builder {
    fn fault(&self, message: impl Into<String>, range: std::ops::Range<usize>) -> Fault {
        Fault { message: message.into(), span: Span::new(self.source, range), other: None }
    }

    fn range(&self, place: Place) -> std::ops::Range<usize> {
        let start = self.offsets.byte(place.start.index());
        start..self.offsets.byte(place.end.index()).max(start)
    }

    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Fault> {
        let range = self.range(place);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match style {
                    ScalarStyle::Plain if is_null(&text) => Value::Null,
                    _ => Value::Text(Text::new(text)),
                };
                let span = Span::new(self.source, range);
                self.count(1, span)?;
                let node = Node { span, value, mark: mark(tag.as_deref()) };
                self.anchors.keep(anchor, &node);
                self.put(node)
            }
            Event::Alias(anchor) => self.alias(anchor, Span::new(self.source, range)),
            Event::SequenceStart(anchor, tag) => {
                self.begin(anchor, mark(tag.as_deref()), range, Kind::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                let (entries, keys) = (Vec::new(), BTreeMap::new());
                let kind = Kind::Map { entries, keys, key: None };
                self.begin(anchor, mark(tag.as_deref()), range, kind)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
            Event::DocumentStart(_) => {
                self.anchors = Anchors::default();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Counts nodes, of which there must not be too many.
    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Fault> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= MOST_NODES {
            return Ok(());
        }
        let message =
            format!("this file has more than {MOST_NODES} values, repeated ones included");
        Err(self.fault(message, span.range()))
    }

    fn begin(
        &mut self,
        anchor: usize,
        mark: Option<Mark>,
        range: std::ops::Range<usize>,
        kind: Kind,
    ) -> Result<(), Fault> {
        self.count(1, Span::new(self.source, range.clone()))?;
        if self.open.len() >= DEEPEST {
            return Err(self.too_deep(range));
        }
        self.open.push(Open { anchor, mark, start: range.start, kind });
        Ok(())
    }

    fn too_deep(&self, range: std::ops::Range<usize>) -> Fault {
        self.fault(format!("this file is nested more than {DEEPEST} levels deep"), range)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        let Some((_, size, depth)) = self.anchors.get(anchor) else {
            return Err(self.fault("an alias stands inside of what it repeats", span.range()));
        };
        let (size, depth) = (*size, *depth);
        self.count(size, span)?;
        if self.open.len() + depth > DEEPEST {
            return Err(self.too_deep(span.range()));
        }
        let node = self.anchors.get(anchor).map(|(node, ..)| node.clone());
        node.map_or(Ok(()), |node| self.put(node))
    }

    /// Ends the innermost list or mapping.
    fn end(&mut self, end: usize) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (value, last) = match open.kind {
            Kind::List(items) => {
                let last = items.last().map(|item| item.span);
                (Value::List(items), last)
            }
            Kind::Map { mut entries, .. } => {
                let last = entries.last().map(|entry| entry.node.span);
                merge_keys::apply(&mut entries);
                (Value::Map(entries), last)
            }
        };
        // A block ends where the next thing starts, which is lines below: its last value ends it.
        let end = match last {
            Some(last) if (last.end as usize) > open.start => (last.end as usize).min(end),
            _ => end,
        };
        let span = Span::new(self.source, open.start..end.max(open.start));
        let node = Node { span, value, mark: open.mark };
        self.anchors.keep(open.anchor, &node);
        self.put(node)
    }

    /// Puts a finished node where it belongs.
    fn put(&mut self, node: Node) -> Result<(), Fault> {
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        let (entries, keys, key) = match &mut open.kind {
            Kind::List(items) => {
                items.push(node);
                return Ok(());
            }
            Kind::Map { entries, keys, key } => (entries, keys, key),
        };
        if let Some((key, key_span)) = key.take() {
            entries.push(Entry { key, key_span, node });
            return Ok(());
        }
        let name = match node.value {
            Value::Text(text) => text.text,
            Value::Null => "null".to_owned(),
            _ => {
                let message = "a key is a text, not a list or a mapping";
                return Err(self.fault(message, node.span.range()));
            }
        };
        if let Some(before) = keys.insert(name.clone(), node.span) {
            let other = Some((before, "it is here already"));
            let message =
                format!("the key `{}` appears twice, which YAML does not allow", short(&name));
            return Err(Fault { message, span: node.span, other });
        }
        *key = Some((name, node.span));
        Ok(())
    }
}

/// A key in a message.
fn short(key: &str) -> String {
    key.chars().take(60).collect()
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn mark(tag: Option<&Tag>) -> Option<Mark> {
    let tag = tag.filter(|tag| tag.handle == "!")?;
    match tag.suffix.as_str() {
        "reset" => Some(Mark::Reset),
        "override" => Some(Mark::Override),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
