//! Where everything stands in a text.

use super::page::Page;
use std::ops::Range;
use toml_edit::{Document, InlineTable, Item, Key, Table, TomlError, Value};

/// The keys that lead to something.
pub(super) type Path = Vec<String>;

/// A statement of TOML, which has lines of its own: the header of a table, or a key with its value.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it defines.
    pub(super) path: Path,
    /// The value, if it is not a header.
    pub(super) value: Option<Written>,
    /// Where its lines begin.
    pub(super) start: usize,
    /// Where its lines end: the next line begins there.
    pub(super) end: usize,
}

/// A value as it is written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// What it consists of.
    pub(super) form: Form,
}

/// What a value consists of.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// One value.
    Single,
    /// The places of its items.
    Array(Vec<Range<usize>>),
    /// Its keys.
    Inline(Vec<Pair>),
}

/// A key and its value within an inline table.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The whole path.
    pub(super) path: Path,
    /// Its value.
    pub(super) value: Written,
}

impl Part {
    pub(super) fn is_header(&self) -> bool {
        self.value.is_none()
    }

    /// Whether it defines something of what this path leads to.
    pub(super) fn is_below(&self, prefix: &[&str]) -> bool {
        is_below(&self.path, prefix)
    }
}

/// Whether a path begins with another one.
pub(super) fn is_below(path: &[String], prefix: &[&str]) -> bool {
    path.len() >= prefix.len() && path.iter().zip(prefix).all(|(a, b)| a == b)
}

/// Whether two paths are the same.
pub(super) fn is(path: &[String], other: &[&str]) -> bool {
    path.len() == other.len() && is_below(path, other)
}

/// The statements of a text, in its order.
pub(super) fn parts(page: &Page) -> Result<Vec<Part>, TomlError> {
    let document = Document::parse(page.plain())?;
    let mut reader = Reader { page, parts: Vec::new() };
    reader.table(document.as_table(), &mut Vec::new());
    reader.parts.sort_by_key(|part| part.start);
    Ok(reader.parts)
}

struct Reader<'p> {
    page: &'p Page,
    parts: Vec<Part>,
}

impl Reader<'_> {
    fn part(&mut self, path: &[String], at: Range<usize>, value: Option<Written>) {
        let (start, end) = (self.page.begin(at.start), self.page.next(at.end));
        self.parts.push(Part { path: path.to_vec(), value, start, end });
    }

    fn table(&mut self, table: &Table, path: &mut Path) {
        for (name, item) in table {
            path.push(name.to_owned());
            match item {
                Item::Table(inner) => self.inner(inner, path),
                Item::ArrayOfTables(all) => all.iter().for_each(|inner| self.inner(inner, path)),
                Item::Value(value) => {
                    let written = written(value, path);
                    let start = table
                        .key(name)
                        .and_then(Key::span)
                        .map_or(written.span.start, |it| it.start);
                    self.part(path, start..written.span.end, Some(written));
                }
                Item::None => {}
            }
            path.pop();
        }
    }

    fn inner(&mut self, table: &Table, path: &mut Path) {
        if !table.is_implicit() && !table.is_dotted() {
            self.part(path, table.span().unwrap_or_default(), None);
        }
        self.table(table, path);
    }
}

fn written(value: &Value, path: &Path) -> Written {
    let span = value.span().unwrap_or_default();
    let form = match value {
        Value::Array(items) => Form::Array(items.iter().filter_map(Value::span).collect()),
        Value::InlineTable(table) => {
            let mut pairs = Vec::new();
            inline(table, &mut path.clone(), &mut pairs);
            pairs.sort_by_key(|pair| pair.value.span.start);
            Form::Inline(pairs)
        }
        _ => Form::Single,
    };
    Written { span, form }
}

fn inline(table: &InlineTable, path: &mut Path, pairs: &mut Vec<Pair>) {
    for (name, value) in table {
        path.push(name.to_owned());
        match value {
            Value::InlineTable(dotted) if dotted.is_dotted() => inline(dotted, path, pairs),
            value => pairs.push(Pair { path: path.clone(), value: written(value, path) }),
        }
        path.pop();
    }
}
