use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// A value as JSON that people can read, indented by two spaces, with a line feed at the end.
///
/// # Errors
/// When the value cannot be JSON.
pub(super) fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut out = Out(Vec::with_capacity(ROOM));
    value.serialize(&mut Serializer::with_formatter(&mut out, Pretty::default()))?;
    out.0.push(b'\n');
    String::from_utf8(out.0).map_err(serde::ser::Error::custom)
}

/// Most dashboards fit.
const ROOM: usize = 40 * 1024;

/// A text in the making. Half of what is written to it are single signs.
struct Out(Vec<u8>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match bytes {
            [byte] => self.0.push(*byte),
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What `serde_json` calls pretty, with one write for each line's indentation instead of one for each
/// of its levels. A dashboard is half indentation.
#[derive(Default)]
struct Pretty {
    level: usize,
    /// Whether there is something in the innermost list or object.
    filled: bool,
}

impl Pretty {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.level += 1;
        self.filled = false;
        out.write_all(&[bracket])
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.level -= 1;
        if self.filled {
            self.line(out, false)?;
        }
        out.write_all(&[bracket])
    }

    fn item<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, !first)
    }

    /// Ends a line and begins the next.
    fn line<W: ?Sized + Write>(&self, out: &mut W, comma: bool) -> io::Result<()> {
        // A comma, the end of the line, and room for the levels that there are in dashboards.
        const ENDS: &[u8; 42] = b",\n                                        ";
        let indent = 2 * self.level;
        let start = usize::from(!comma);
        if let Some(whole) = ENDS.get(start..2 + indent) {
            return out.write_all(whole);
        }
        out.write_all(&ENDS[start..])?;
        (ENDS.len()..2 + indent).try_for_each(|_| out.write_all(b" "))
    }
}

impl Formatter for Pretty {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[test]
fn it_is_what_serde_json_calls_pretty() {
    let mut deep = serde_json::json!({ "last": "\u{1}\"é" });
    for level in 0..20 {
        deep = serde_json::json!({ "level": level, "list": [[], {}, [1, [2.5]], null, deep] });
    }
    for value in [deep, serde_json::json!([]), serde_json::json!("x")] {
        let expected = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(json(&value).unwrap(), format!("{expected}\n"));
    }
}
