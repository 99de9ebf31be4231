//! The build script's side of packing: a TOML text into the bytes that [`unpack`](super::unpack)
//! reads.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Packs a TOML text.
///
/// # Errors
/// Says what in the text is no TOML, or a number that does not fit 64 bits.
pub(super) fn pack(text: &str) -> Result<Vec<u8>, String> {
    let table = DeTable::parse(text).map_err(|error| error.to_string())?;
    let mut packer = Packer { text, out: Vec::new() };
    packer.head(b'm', table.span());
    packer.entries(table.into_inner())?;
    Ok(packer.out)
}

struct Packer<'t> {
    text: &'t str,
    out: Vec<u8>,
}

impl Packer<'_> {
    fn head(&mut self, kind: u8, span: Range<usize>) {
        self.out.push(kind);
        self.number(span.start as u64);
        self.number(span.len() as u64);
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.out.push(number.to_le_bytes()[0]);
    }

    fn entries(&mut self, table: DeTable<'_>) -> Result<(), String> {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        self.number(entries.len() as u64);
        for (key, value) in entries {
            self.string(key.get_ref(), key.span());
            self.node(value)?;
        }
        Ok(())
    }

    fn node(&mut self, value: Spanned<DeValue<'_>>) -> Result<(), String> {
        let span = value.span();
        match value.into_inner() {
            DeValue::String(string) => self.string(&string, span),
            DeValue::Integer(integer) => {
                let number = i64::from_str_radix(integer.as_str(), integer.radix());
                let number = number.map_err(|error| format!("{}: {error}", integer.as_str()))?;
                self.head(b'i', span);
                self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
            }
            DeValue::Float(float) => {
                let number: Result<f64, _> = float.as_str().parse();
                let number = number.map_err(|error| format!("{}: {error}", float.as_str()))?;
                self.head(b'f', span);
                self.out.extend(number.to_bits().to_le_bytes());
            }
            DeValue::Boolean(boolean) => self.head(if boolean { b't' } else { b'n' }, span),
            DeValue::Datetime(datetime) => {
                self.head(b'd', span);
                self.bytes(&datetime.to_string());
            }
            DeValue::Array(array) => {
                self.head(b'a', span);
                self.number(array.len() as u64);
                for item in array {
                    self.node(item)?;
                }
            }
            DeValue::Table(table) => {
                self.head(b'm', span);
                self.entries(table)?;
            }
        }
        Ok(())
    }

    fn string(&mut self, string: &str, span: Range<usize>) {
        if let Some(at) = self.text[span.clone()].find(string) {
            self.head(b's', span);
            self.number(at as u64);
            self.number(string.len() as u64);
        } else {
            self.head(b'S', span);
            self.bytes(string);
        }
    }

    fn bytes(&mut self, string: &str) {
        self.number(string.len() as u64);
        self.out.extend(string.bytes());
    }
}
