use super::{Entry, Node, Value, codes};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a source as TOML. All syntax errors are reported; whatever can be read in spite of them
/// is returned, so that its other mistakes can be reported in the same run.
pub fn parse(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Node {
    let text = sources.get(source).text.as_ref();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        diagnostics.push(
            Diagnostic::error(codes::SYNTAX, first_line(error.message()))
                .at(Span::new(source, widen(range, text)), ""),
        );
    }
    let span = Span::new(source, table.span());
    let mut reader = Reader { source, diagnostics };
    Node { span, value: Value::Table(reader.entries(table.into_inner())) }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("this is no TOML").to_owned()
}

/// An empty range shows nothing: take the character before or after it.
fn widen(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    if !range.is_empty() {
        return range;
    }
    let start = range.start.min(text.len());
    match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => start..start + c.len_utf8(),
        _ => start..start,
    }
}

struct Reader<'a> {
    source: SourceId,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn entries(&mut self, table: DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<_> = table
            .into_iter()
            .filter_map(|(key, value)| {
                let key_span = Span::new(self.source, key.span());
                let node = self.node(value)?;
                Some(Entry { key: key.into_inner().into_owned(), key_span, node })
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    fn node(&mut self, value: Spanned<DeValue<'_>>) -> Option<Node> {
        let span = Span::new(self.source, value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Integer(integer) => {
                match i64::from_str_radix(integer.as_str(), integer.radix()) {
                    Ok(integer) => Value::Integer(integer),
                    Err(_) => return self.refuse(span, "this number does not fit 64 bits"),
                }
            }
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(float) => Value::Float(float),
                Err(_) => return self.refuse(span, "this is no number"),
            },
            DeValue::Boolean(boolean) => Value::Boolean(boolean),
            DeValue::Datetime(datetime) => Value::Datetime(datetime.to_string()),
            DeValue::Array(array) => {
                Value::Array(array.into_iter().filter_map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => Value::Table(self.entries(table)),
        };
        Some(Node { span, value })
    }

    fn refuse(&mut self, span: Span, message: &str) -> Option<Node> {
        self.diagnostics.push(Diagnostic::error(codes::BAD_VALUE, message).at(span, ""));
        None
    }
}
