//! Variables in texts, as Compose replaces them: `$X`, `${X}`, `${X:-default}` and the other forms, nested
//! ones included, and `$$` for a dollar.

use crate::yaml::Text;
use std::collections::BTreeSet;

/// How deep defaults may stand in defaults.
const DEEPEST: usize = 20;

/// The longest text that variables may make, in bytes.
const LONGEST: usize = 256 << 10;

/// Whether and how a variable's value is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// This is its value.
    Value(String),
    /// It has none.
    Unset,
}

/// What a text says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The text, with [`Text::UNKNOWN`] for what has no value.
    pub(super) text: String,
    /// The variables that have no value and no default.
    pub(super) unset: BTreeSet<String>,
    /// The variables that Compose insists on, and that have no value.
    pub(super) required: BTreeSet<String>,
    /// Whether there is a `$` that Compose does not understand, for which it refuses a file.
    pub(super) bad: bool,
}

/// Replaces the variables of a text.
pub(super) fn interpolate(text: &str, lookup: &dyn Fn(&str) -> Lookup) -> Found {
    let mut found = Found::default();
    let mut writer = Writer { lookup, found: &mut found };
    let replaced = writer.replace(text, 0);
    found.text = replaced;
    found
}

struct Writer<'a> {
    lookup: &'a dyn Fn(&str) -> Lookup,
    found: &'a mut Found,
}

impl Writer<'_> {
    fn replace(&mut self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            if out.len() > LONGEST {
                self.found.bad = true;
                return Text::UNKNOWN.to_string();
            }
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            if let Some(after) = after.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some(inner) = after.strip_prefix('{') {
                rest = self.braced(inner, depth, &mut out);
            } else {
                let name = name_of(after);
                rest = &after[name.len()..];
                if name.is_empty() {
                    self.found.bad = true;
                    out.push('$');
                } else {
                    let value = self.plain(name);
                    out.push_str(&value);
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// Writes what stands for `${...}`, of which `inner` is what follows the brace. Gives what is left.
    fn braced<'t>(&mut self, inner: &'t str, depth: usize, out: &mut String) -> &'t str {
        let Some(end) = end_of(inner) else {
            self.found.bad = true;
            out.push_str("${");
            return inner;
        };
        let (body, left) = (&inner[..end], &inner[end + 1..]);
        let name = name_of(body);
        let (operator, argument) = operator_of(&body[name.len()..]);
        if name.is_empty() || operator == Operator::Bad || depth >= DEEPEST {
            self.found.bad = true;
            out.push_str("${");
            out.push_str(body);
            out.push('}');
            return left;
        }
        let value = self.value(name, operator, argument, depth);
        out.push_str(&value);
        left
    }

    fn value(&mut self, name: &str, operator: Operator, argument: &str, depth: usize) -> String {
        let looked = (self.lookup)(name);
        let set = match &looked {
            Lookup::Value(value) => !(value.is_empty() && operator.minds_empty()),
            Lookup::Unset => false,
        };
        match (operator, looked) {
            (Operator::Nothing, _) => self.plain(name),
            (Operator::Default { .. } | Operator::Required { .. }, Lookup::Value(value)) if set => {
                value
            }
            (Operator::Instead { .. }, _) if set => self.replace(argument, depth + 1),
            (Operator::Instead { .. }, _) => String::new(),
            (Operator::Required { .. }, _) => {
                self.found.required.insert(name.to_owned());
                Text::UNKNOWN.to_string()
            }
            _ => self.replace(argument, depth + 1),
        }
    }

    fn plain(&mut self, name: &str) -> String {
        match (self.lookup)(name) {
            Lookup::Value(value) => value,
            Lookup::Unset => {
                self.found.unset.insert(name.to_owned());
                Text::UNKNOWN.to_string()
            }
        }
    }
}

/// What stands between a variable's name and the closing brace. `empty`: an empty value is like none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Nothing,
    Default { empty: bool },
    Required { empty: bool },
    Instead { empty: bool },
    Bad,
}

impl Operator {
    fn minds_empty(self) -> bool {
        match self {
            Self::Default { empty } | Self::Required { empty } | Self::Instead { empty } => empty,
            Self::Nothing | Self::Bad => false,
        }
    }
}

fn operator_of(text: &str) -> (Operator, &str) {
    let (empty, rest) = match text.strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut chars = rest.chars();
    match chars.next() {
        None if !empty => (Operator::Nothing, ""),
        Some('-') => (Operator::Default { empty }, chars.as_str()),
        Some('?') => (Operator::Required { empty }, chars.as_str()),
        Some('+') => (Operator::Instead { empty }, chars.as_str()),
        _ => (Operator::Bad, ""),
    }
}

/// The name at the start of a text; empty if there is none.
fn name_of(text: &str) -> &str {
    let good = |(at, c): (usize, char)| {
        c == '_' || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit())
    };
    let end = text.char_indices().find(|it| !good(*it)).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Where the brace is that closes one that was opened before `text`.
fn end_of(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'$' if bytes.get(at + 1) == Some(&b'$') => at += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// How people are shown a text with variables: the names stay, the defaults go.
pub(super) fn shown(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix('{') {
            let end = end_of(inner).unwrap_or(inner.len());
            out.push_str(name_of(&inner[..end]));
            rest = inner.get(end + 1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The names of the variables in a text, in its order.
pub(super) fn variables(raw: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            rest = after;
            continue;
        }
        let name = name_of(rest.strip_prefix('{').unwrap_or(rest));
        if !name.is_empty() {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> Lookup {
        match name {
            "A" => Lookup::Value("a".to_owned()),
            "EMPTY" => Lookup::Value(String::new()),
            _ => Lookup::Unset,
        }
    }

    #[track_caller]
    fn case(text: &str, expected: &str) {
        let found = interpolate(text, &lookup);
        assert_eq!(found.text.replace(Text::UNKNOWN, "?"), expected, "{text}: {found:?}");
        assert!(!found.bad, "{text}");
    }

    #[test]
    fn every_form_is_replaced() {
        case("no variable", "no variable");
        case("$A ${A} $$A $${A}", "a a $A ${A}");
        case("x${A}y$A-z", "xaya-z");
        case("${X:-d} ${X-d} ${EMPTY:-d} ${EMPTY-d} ${A:-d} ${A-d}", "d d d  a a");
        case("${A:+y} ${A+y} ${X:+y} ${X+y} ${EMPTY:+y} ${EMPTY+y}", "y y    y");
        case("${A:?m} ${A?m} ${EMPTY?m}", "a a ");
        case("${X:-${Y:-d}} ${X:-${A}} ${X:-$A} ${X:-a}b}", "d a a ab}");
        case("${X:-{}}", "{}");
        case("${X:-a:b/c}", "a:b/c");
        case("${A:-${UNUSED}}", "a");
        case("$X ${X} ${X:?m} ${EMPTY:?m}", "? ? ? ?");
        case("ü$A", "üa");
    }

    #[test]
    fn what_has_no_value_is_named() {
        let found = interpolate("$X ${Y:?msg} ${Z?} ${A:-$B} ${C:-$D}", &lookup);
        assert_eq!(found.unset.into_iter().collect::<Vec<_>>(), ["D", "X"]);
        assert_eq!(found.required.into_iter().collect::<Vec<_>>(), ["Y", "Z"]);
    }

    #[test]
    fn what_compose_does_not_understand_is_left() {
        for text in ["$", "a $5", "${", "${}", "${A", "${1A}", "${A!}", "${A:}", "$-"] {
            let found = interpolate(text, &lookup);
            assert!(found.bad, "{text}");
            assert_eq!(found.text, text);
        }
        let deep = "${X:-".repeat(500) + &"}".repeat(500);
        assert!(interpolate(&deep, &lookup).bad);
    }

    #[test]
    fn defaults_are_not_shown() {
        assert_eq!(shown("postgres:${TAG:-16}-$X"), "postgres:$TAG-$X");
        assert_eq!(shown("${IMAGE:-a/b:${T:-x}}"), "$IMAGE");
        assert_eq!(shown("plain"), "plain");
        assert_eq!(shown("${OPEN"), "$OPEN");
        assert_eq!(variables("${A:-$B} $$C $D"), ["A", "B", "D"]);
    }
}
