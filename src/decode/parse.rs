use super::{Entry, Node, Value, codes, syntax};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Nobody reads more than these, and what is no TOML at all has one on every line.
const MOST_ERRORS: usize = 100;

/// How many lines, keys, values and tables a source may have, as far as their signs tell, of which a table
/// counts as eight: each takes a hundred times its length in memory. Ten thousand apps with signals of their own
/// have a third of it.
const MOST_SIGNS: usize = 1_500_000;

/// Reads a source as TOML. All syntax errors are reported; whatever can be read in spite of them
/// is returned, so that its other mistakes can be reported in the same run.
pub fn parse(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Node {
    let text = sources.get(source).text.as_ref();
    let sign = |byte: u8| match byte {
        b'\n' | b'=' | b',' => 1,
        b'[' | b'{' => 8,
        _ => 0,
    };
    if text.bytes().map(sign).sum::<usize>() > MOST_SIGNS {
        let message = "this file has too many lines, keys and values to be read";
        let start = Span::new(source, 0..0);
        diagnostics.push(Diagnostic::error(codes::SYNTAX, message).at(start, ""));
        return Node { span: start, value: Value::Table(vec![]) };
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    // What follows on the same line follows from the first.
    let mut lines = BTreeSet::new();
    for error in errors.iter().take(MOST_ERRORS) {
        let problem = syntax::explain(error, source, text);
        let place = problem.labels.first().map(|label| label.span);
        if place.is_none_or(|span| lines.insert(sources.position(span).line)) {
            diagnostics.push(problem);
        }
    }
    let span = Span::new(source, table.span());
    let mut reader = Reader { source, diagnostics };
    Node { span, value: Value::Table(reader.entries(table.into_inner())) }
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
                let key = key.into_inner().into_owned();
                Some(Entry { key, key_span, node })
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    fn node(&mut self, value: Spanned<DeValue<'_>>) -> Option<Node> {
        let span = Span::new(self.source, value.span());
        if span.range().is_empty() && !matches!(value.get_ref(), DeValue::Table(_)) {
            // What the parser made up where a value is missing; that was reported.
            return None;
        }
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
                Err(_) => return self.refuse(span, "this is not a number"),
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
