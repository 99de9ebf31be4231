//! `.env` files and those that `env_file` names, as Compose reads them.

use super::interpolate::{Lookup, interpolate};
use std::collections::BTreeMap;
use std::ops::Range;

/// The longest value that others may refer to, in bytes.
const LONGEST: usize = 64 << 10;

/// A variable of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assignment {
    /// Its name.
    pub(super) name: String,
    /// Its value, if the file gives one. Without `=`, it is the environment's.
    pub(super) value: Option<String>,
    /// Where the name stands.
    pub(super) place: Range<usize>,
    /// Where the value stands, as written.
    pub(super) value_place: Range<usize>,
}

/// The variables of a file, in its order, and the places of what cannot be read. `lookup` knows what stands
/// in the environment, which beats the file.
pub(super) fn parse(
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Assignment>, Vec<Range<usize>>) {
    let mut reader = Reader { text, at: 0 };
    let (mut found, mut bad) = (Vec::<Assignment>::new(), Vec::new());
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    while reader.skip_to_statement() {
        let start = reader.at;
        let Some(statement) = reader.statement() else {
            reader.next_line();
            bad.push(start..text[..reader.at].trim_end().len().max(start));
            continue;
        };
        let value = statement.value.map(|raw| raw.resolve(&values, lookup));
        if let Some(value) = value.as_ref().filter(|value| value.len() <= LONGEST) {
            values.insert(statement.name.clone(), value.clone());
        }
        let (place, value_place) = (statement.place, statement.value_place);
        found.push(Assignment { name: statement.name, value, place, value_place });
    }
    (found, bad)
}

struct Statement {
    name: String,
    value: Option<Raw>,
    place: Range<usize>,
    value_place: Range<usize>,
}

/// A value before its variables are replaced; what stands in single quotes has none.
enum Raw {
    Literal(String),
    Template(String),
}

impl Raw {
    fn resolve(
        self,
        before: &BTreeMap<String, String>,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> String {
        let template = match self {
            Self::Literal(text) => return text,
            Self::Template(text) => text,
        };
        let value = |name: &str| {
            let value = lookup(name).or_else(|| before.get(name).cloned());
            // Without a value, Compose takes the empty text here.
            Lookup::Value(value.unwrap_or_default())
        };
        let unset = |name: &str| match lookup(name).or_else(|| before.get(name).cloned()) {
            Some(value) => Lookup::Value(value),
            None => Lookup::Unset,
        };
        let found = interpolate(&template, &unset);
        if found.unset.is_empty() { found.text } else { interpolate(&template, &value).text }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
    }

    /// Goes to the next thing that is neither blank nor a comment, if there is one.
    fn skip_to_statement(&mut self) -> bool {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            match self.rest().chars().next() {
                None => return false,
                Some('#') => self.next_line(),
                Some(_) => return true,
            }
        }
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_blank).len();
    }

    /// Reads one variable and goes behind it.
    fn statement(&mut self) -> Option<Statement> {
        if let Some(after) = self.rest().strip_prefix("export")
            && after.starts_with(is_blank)
        {
            self.at += "export".len();
            self.skip_blanks();
        }
        let start = self.at;
        let end = self.rest().find(['=', ':', '\n']).unwrap_or(self.rest().len());
        let sign = self.rest()[end..].chars().next();
        let name = self.rest()[..end].trim_end().to_owned();
        let good = |c: char| c.is_alphanumeric() || "_.-[]".contains(c);
        if name.is_empty() || !name.chars().all(good) {
            return None;
        }
        let place = start..start + name.len();
        if sign.is_none_or(|sign| sign == '\n') {
            self.at = (start + end + 1).min(self.text.len());
            return Some(Statement { name, value: None, value_place: place.end..place.end, place });
        }
        self.at = start + end + 1;
        self.skip_blanks();
        let from = self.at;
        let value = self.value()?;
        let value_place = from..self.text[..self.at].trim_end().len().max(from);
        Some(Statement { name, value: Some(value), place, value_place })
    }

    fn value(&mut self) -> Option<Raw> {
        let quote = self.rest().chars().next().filter(|c| ['"', '\''].contains(c));
        let Some(quote) = quote else {
            let line = self.rest().split('\n').next().unwrap_or_default();
            let value = line.split(" #").next().unwrap_or_default().trim_end().to_owned();
            self.next_line();
            return Some(Raw::Template(value));
        };
        let (mut value, mut escaped) = (String::new(), false);
        let body = &self.text[self.at + 1..];
        for (at, c) in body.char_indices() {
            if c == quote && !escaped {
                self.at += 1 + at + 1;
                let is_double = quote == '"';
                return Some(if is_double {
                    Raw::Template(unescaped(&value))
                } else {
                    Raw::Literal(value)
                });
            }
            if !escaped && c == '\\' {
                escaped = true;
                continue;
            }
            if escaped && c != quote {
                value.push('\\');
            }
            escaped = false;
            value.push(c);
        }
        None
    }
}

/// The escapes of a text in double quotes; `\$` is a dollar that starts no variable.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('$') => out.push_str("$$"),
            Some('\\') | None => out.push('\\'),
            Some(other) => out.extend(['\\', other]),
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Option<String> {
        (name == "SHELL_SET").then(|| "from the shell".to_owned())
    }

    #[track_caller]
    fn case(text: &str, expected: &[(&str, Option<&str>)]) {
        let (found, bad) = parse(text, &environment);
        let found: Vec<_> =
            found.iter().map(|it| (it.name.as_str(), it.value.as_deref())).collect();
        assert_eq!(found, expected, "{text}");
        assert!(bad.is_empty(), "{text}: {bad:?}");
    }

    #[test]
    fn values_are_read() {
        case("A=b\nC=d\n", &[("A", Some("b")), ("C", Some("d"))]);
        case("export A=b", &[("A", Some("b"))]);
        case("# remark\n\nA = b # remark\n", &[("A", Some("b"))]);
        case("A=b#c\n", &[("A", Some("b#c"))]);
        case("A=\"b # c\" \nD='e'\r\n", &[("A", Some("b # c")), ("D", Some("e"))]);
        case("A=\n B=c\n", &[("A", Some("")), ("B", Some("c"))]);
        case("A: b\n", &[("A", Some("b"))]);
        case("A=\"x\ny\"\nB=z", &[("A", Some("x\ny")), ("B", Some("z"))]);
        case(r#"A="a\"b\n\$c\\""#, &[("A", Some("a\"b\n$c\\"))]);
        case("A\nB=c\n", &[("A", None), ("B", Some("c"))]);
        case("A=b=c\r\n", &[("A", Some("b=c"))]);
    }

    #[test]
    fn variables_are_replaced_but_in_single_quotes() {
        case(
            "A=x\nB=\"$A y\"\nC='$A'\nD=${A}z\n",
            &[("A", Some("x")), ("B", Some("x y")), ("C", Some("$A")), ("D", Some("xz"))],
        );
        case("A=$NONE-x\nB=${NONE:-d}\n", &[("A", Some("-x")), ("B", Some("d"))]);
        case(
            "SHELL_SET=x\nB=$SHELL_SET\n",
            &[("SHELL_SET", Some("x")), ("B", Some("from the shell"))],
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_and_left_out() {
        for text in ["a b\nC=d\n", "=x\nC=d\n", "A=\"open\nC=d\n"] {
            let (found, bad) = parse(text, &environment);
            assert_eq!(bad.len(), 1, "{text}");
            assert_eq!(found.last().map(|it| it.name.as_str()), Some("C"), "{text}");
        }
    }

    #[test]
    fn places_are_those_of_names_and_values() {
        let text = "# x\nexport PASSWORD = 'a b' # c\n";
        let (found, _) = parse(text, &environment);
        assert_eq!(&text[found[0].place.clone()], "PASSWORD");
        assert!(text[found[0].value_place.clone()].starts_with("'a b'"));
    }
}
