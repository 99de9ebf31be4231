//! The actions of a template and the words in them.

use super::TemplateFault;

/// `{{ .. }}`: where it starts in the template, and what is in it or why that cannot be read.
pub(super) struct Action<'a> {
    pub(super) at: usize,
    pub(super) tokens: Result<Vec<Token<'a>>, TemplateFault>,
}

/// One word of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A keyword, a function, a constant or a number.
    Word(&'a str),
    /// `$name`, `$` or `.`, and the fields chained to it: `$labels.instance`, `.Labels.instance`.
    Operand { base: &'a str, fields: Vec<&'a str> },
    /// Fields of what stands in parentheses before them.
    Fields,
    /// The value of a string as far as it is plain: escapes are left as they are.
    Text(&'a str),
    /// A sign: `|`, `(`, `)`, `,`, `=`, `:` or `-`.
    Sign(char),
}

/// Splits a template into its actions. Comments are left out; after an action that has no end,
/// there are no more.
pub(super) fn actions(template: &str) -> Vec<Action<'_>> {
    let mut actions = Vec::new();
    let mut position = 0;
    while let Some(found) = template[position..].find("{{") {
        let at = position + found;
        let inside = &template[at + 2..];
        let body = inside.strip_prefix("- ").unwrap_or(inside);
        let (tokens, length) = if let Some(comment) = body.strip_prefix("/*") {
            let after = comment.split_once("*/").map_or("", |(_, after)| after);
            if let Some(after) = after.strip_prefix("}}").or_else(|| after.strip_prefix(" -}}")) {
                position = template.len() - after.len();
                continue;
            }
            (Err(TemplateFault::UnclosedComment), inside.len())
        } else {
            tokens(inside)
        };
        actions.push(Action { at, tokens });
        position = at + 2 + length;
    }
    actions
}

/// The tokens of an action, and its length with the closing braces.
fn tokens(text: &str) -> (Result<Vec<Token<'_>>, TemplateFault>, usize) {
    let mut tokens = Vec::new();
    let mut fault = None;
    let mut rest = text;
    let done = |rest: &str| text.len() - rest.len();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("}}") {
            return (fault.map_or(Ok(tokens), Err), done(after));
        }
        rest = match first {
            '"' | '\'' | '`' => match string(rest, first) {
                Some((value, after)) => {
                    tokens.push(Token::Text(value));
                    after
                }
                None => return (Err(TemplateFault::UnclosedString), text.len()),
            },
            '$' | '.' if !starts_number(rest) => {
                let (base, after) = if first == '$' { variable(rest) } else { rest.split_at(0) };
                let (fields, after) = fields(after);
                if base.is_empty() && fields.is_empty() {
                    tokens.push(Token::Operand { base: ".", fields });
                    &after[1..]
                } else if base.is_empty() && rest_follows_parenthesis(text, done(rest)) {
                    tokens.push(Token::Fields);
                    after
                } else {
                    tokens.push(Token::Operand {
                        base: if base.is_empty() { "." } else { base },
                        fields,
                    });
                    after
                }
            }
            _ if is_word(first) || first == '.' => {
                let length = rest.find(|c| !is_word(c) && c != '.').unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..length]));
                &rest[length..]
            }
            _ => {
                if matches!(first, '|' | '(' | ')' | ',' | '=' | ':' | '-') {
                    tokens.push(Token::Sign(first));
                } else if !first.is_whitespace() {
                    fault = fault.or(Some(TemplateFault::UnknownCharacter(first)));
                }
                &rest[first.len_utf8()..]
            }
        };
    }
    (Err(TemplateFault::Unclosed), text.len())
}

/// The value of the string that `text` starts with, and what comes after it.
fn string(text: &str, quote: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            _ if c == quote => return Some((&text[1..at], &text[at + 1..])),
            '\n' if quote != '`' => return None,
            _ => {}
        }
    }
    None
}

/// The variable that `text` starts with, `$` included, and what comes after it.
fn variable(text: &str) -> (&str, &str) {
    text.split_at(text[1..].find(|c| !is_word(c)).map_or(text.len(), |length| length + 1))
}

/// The fields that `text` starts with (`.a.b`), and what comes after them.
fn fields(text: &str) -> (Vec<&str>, &str) {
    let mut fields = Vec::new();
    let mut rest = text;
    while let Some(field) = rest.strip_prefix('.') {
        let length = field.find(|c| !is_word(c)).unwrap_or(field.len());
        if length == 0 {
            break;
        }
        fields.push(&field[..length]);
        rest = &field[length..];
    }
    (fields, rest)
}

fn rest_follows_parenthesis(text: &str, at: usize) -> bool {
    text[..at].ends_with(')')
}

fn starts_number(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
