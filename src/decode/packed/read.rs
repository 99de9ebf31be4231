use super::super::{Entry, Node, Value};
use crate::diag::{SourceId, Span};
use std::borrow::Cow;

/// The tree of a text that the build script has packed.
///
/// # Panics
/// When `packed` is not what the build script made of `text`.
pub fn unpack(packed: &'static [u8], text: &'static str, source: SourceId) -> Node {
    let mut reader = Reader { rest: packed, text, source };
    let node = reader.node();
    assert!(reader.rest.is_empty(), "the tree ends where the packed bytes do");
    node
}

struct Reader {
    rest: &'static [u8],
    text: &'static str,
    source: SourceId,
}

impl Reader {
    fn node(&mut self) -> Node {
        let (kind, span) = self.head();
        let value = match kind {
            b's' | b'S' => Value::String(self.string(kind, span)),
            b'i' => {
                let bits = self.number();
                Value::Integer((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed())
            }
            b'f' => {
                let (bits, rest) = self.rest.split_first_chunk().expect("a float has eight bytes");
                self.rest = rest;
                Value::Float(f64::from_bits(u64::from_le_bytes(*bits)))
            }
            b't' => Value::Boolean(true),
            b'n' => Value::Boolean(false),
            b'd' => Value::Datetime(self.bytes().to_owned()),
            b'a' => {
                let count = self.length();
                Value::Array((0..count).map(|_| self.node()).collect())
            }
            b'm' => {
                let count = self.length();
                Value::Table((0..count).map(|_| self.entry()).collect())
            }
            kind => panic!("no value is of the kind {kind}"),
        };
        Node { span, value }
    }

    fn entry(&mut self) -> Entry {
        let (kind, key_span) = self.head();
        let key = self.string(kind, key_span);
        Entry { key, key_span, node: self.node() }
    }

    fn head(&mut self) -> (u8, Span) {
        let (kind, rest) = self.rest.split_first().expect("a value has a kind");
        self.rest = rest;
        let start = self.length();
        let length = self.length();
        (*kind, Span::new(self.source, start..start + length))
    }

    fn string(&mut self, kind: u8, span: Span) -> Cow<'static, str> {
        if kind == b'S' {
            return Cow::Borrowed(self.bytes());
        }
        let start = span.range().start + self.length();
        let length = self.length();
        Cow::Borrowed(&self.text[start..start + length])
    }

    fn bytes(&mut self) -> &'static str {
        let length = self.length();
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        std::str::from_utf8(bytes).expect("a packed string is UTF-8")
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.number()).expect("a length fits the memory")
    }

    fn number(&mut self) -> u64 {
        // Most are short.
        if let [byte @ ..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            return u64::from(*byte);
        }
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().expect("a number has an end");
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                break;
            }
        }
        number
    }
}
