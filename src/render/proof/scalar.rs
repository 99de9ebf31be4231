use super::cursor::Cursor;
use crate::template::Kind;
use std::borrow::Cow;

/// The text of one scalar, and how it stands in the file.
pub(super) struct Scalar<'t> {
    pub(super) text: Cow<'t, str>,
    /// Without quotes, and no block: what a reader takes it for, its text decides.
    pub(super) plain: bool,
}

impl<'t> Scalar<'t> {
    /// What every reader takes it for. `None` if they differ.
    pub(super) fn kind(&self) -> Option<Kind> {
        if self.plain { plain_kind(&self.text) } else { Some(Kind::Text) }
    }

    /// Reads a scalar that ends on its line: in double quotes, in single quotes, or plain.
    pub(super) fn read(cursor: &mut Cursor<'t>) -> Result<Self, &'static str> {
        if cursor.eat(b'"') {
            return Ok(Self { text: double(cursor)?, plain: false });
        }
        if cursor.eat(b'\'') {
            return Ok(Self { text: single(cursor)?, plain: false });
        }
        Ok(Self { text: Cow::Borrowed(plain(cursor)?), plain: true })
    }

    /// Reads a literal block without its last line breaks, from `|-` to the first line that is
    /// indented less than its own first. That one must be deeper than `column`.
    pub(super) fn literal(cursor: &mut Cursor<'t>, column: usize) -> Result<Self, &'static str> {
        if cursor.take_line() != "|-" {
            return Err("a block that does not begin with `|-` alone");
        }
        let indent = cursor.take_while(|byte| byte == b' ').len();
        if indent <= column {
            return Err("a block that does not begin with a line of its own, deeper than its key");
        }
        let mut text = String::new();
        content(cursor.take_line(), &mut text)?;
        // Empty lines belong to the block if another line follows.
        let mut empty = 0;
        while !cursor.is_at_end() {
            let spaces = (0..indent).take_while(|at| cursor.byte(*at) == b' ').count();
            if cursor.byte(spaces) == b'\n' {
                cursor.skip(spaces + 1);
                empty += 1;
                continue;
            }
            if spaces < indent {
                break;
            }
            cursor.skip(indent);
            text.extend(std::iter::repeat_n('\n', empty + 1));
            content(cursor.take_line(), &mut text)?;
            empty = 0;
        }
        Ok(Self { text: Cow::Owned(text), plain: false })
    }
}

/// Adds a line of a block. One without anything but spaces could be a part of the block or not.
fn content(line: &str, text: &mut String) -> Result<(), &'static str> {
    if line.is_empty() || line.ends_with(' ') {
        return Err("a line of a block that ends in a space");
    }
    text.push_str(line);
    Ok(())
}

/// What follows a double quote, up to the next. Its escapes are those that YAML and JSON share.
fn double<'t>(cursor: &mut Cursor<'t>) -> Result<Cow<'t, str>, &'static str> {
    let mut text = Cow::Borrowed("");
    loop {
        text += cursor.take_while(|byte| !matches!(byte, b'"' | b'\\' | b'\n'));
        if cursor.eat(b'"') {
            return Ok(text);
        }
        if !cursor.eat(b'\\') {
            return Err("a text in double quotes that does not end on its line");
        }
        let escape = cursor.peek();
        let c = match escape {
            b'"' | b'\\' => char::from(escape),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'u' => {
                let digits = (1..=4).map(|at| char::from(cursor.byte(at)).to_digit(16));
                let code = digits.reduce(|code, digit| Some(code? * 16 + digit?)).flatten();
                let c = code.and_then(char::from_u32).ok_or("an escape of no character")?;
                cursor.skip(4);
                c
            }
            _ => return Err("an escape that YAML and JSON do not share"),
        };
        cursor.skip(1);
        text.to_mut().push(c);
    }
}

/// What follows a single quote, up to the next that is not doubled.
fn single<'t>(cursor: &mut Cursor<'t>) -> Result<Cow<'t, str>, &'static str> {
    let mut text = Cow::Borrowed("");
    loop {
        text += cursor.take_while(|byte| !matches!(byte, b'\'' | b'\n'));
        if !cursor.eat(b'\'') {
            return Err("a text in single quotes that does not end on its line");
        }
        if !cursor.eat(b'\'') {
            return Ok(text);
        }
        text.to_mut().push('\'');
    }
}

/// A text without quotes, of the characters that mean nothing wherever they stand.
fn plain<'t>(cursor: &mut Cursor<'t>) -> Result<&'t str, &'static str> {
    let starts = match cursor.peek() {
        b'_' | b'/' => true,
        b'-' => cursor.byte(1).is_ascii_digit(),
        byte => byte.is_ascii_alphanumeric(),
    };
    if !starts {
        return Err("a sign that no template begins a value with");
    }
    let text = cursor.take_while(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'-' | b'.' | b'=' | b'"')
    });
    Ok(text)
}

/// What every reader takes a plain scalar for: a word that stands for itself, a decimal number, `true`
/// or `false`. `None` if they differ.
fn plain_kind(plain: &str) -> Option<Kind> {
    // What readers of YAML 1.1 take for a truth or for nothing.
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return match plain {
            "true" | "false" => Some(Kind::NumberOrTruth),
            _ if WORDS.iter().any(|word| word.eq_ignore_ascii_case(plain)) => None,
            _ => Some(Kind::Text),
        };
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    // Digits behind a 0 are octal ones to some.
    let number = digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'));
    number.then_some(Kind::NumberOrTruth)
}
