//! What minijinja must not be given.
//!
//! It parses, compiles and drops a template by recursion, and limits only some of it: a chain of signs,
//! operators or `elif`s as long as a file would overflow the stack. So they are counted before it
//! runs, without parsing: what a tag nests is at most the number of its operators.

use super::TemplateError;

/// The longest template, in bytes. The catalogue's longest has 2,000.
const LONGEST: usize = 64 << 10;

/// The most operators, brackets and filters of one expression or tag. The catalogue's longest has 60.
const MOST_OPERATORS: usize = 256;

/// The most branches of a template.
const MOST_BRANCHES: usize = 100;

/// What closes a tag, by how it is opened.
const TAGS: [(&str, &str); 3] = [("{=", "=}"), ("{%", "%}"), ("{#", "#}")];

/// Whether there is a tag in a text.
pub(super) fn has_tags(source: &str) -> bool {
    TAGS.iter().any(|(open, _)| source.contains(open))
}

/// Refuses a text that is too long or too deep.
///
/// # Errors
/// Says which limit it exceeds, and in which line.
pub(super) fn text(source: &str) -> Result<(), TemplateError> {
    length(source)?;
    let mut branches = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find('{') {
        at += found;
        let Some((open, close)) = TAGS.iter().find(|(open, _)| source[at..].starts_with(open))
        else {
            at += 1;
            continue;
        };
        let inside = at + open.len();
        if *open == "{#" {
            at = source[inside..].find(close).map_or(source.len(), |end| inside + end);
            continue;
        }
        let line = || Some(source[..inside].matches('\n').count() + 1);
        let tag = tag(&source[inside..], Some(close));
        if tag.operators > MOST_OPERATORS {
            return Err(too_deep(line()));
        }
        branches += tag.branches;
        if branches > MOST_BRANCHES {
            return Err(TemplateError {
                message: format!("it has more than {MOST_BRANCHES} `elif` or `else`"),
                line: line(),
            });
        }
        at = inside + tag.length;
    }
    Ok(())
}

/// Refuses an expression that is too long or too deep.
///
/// # Errors
/// As [`text`].
pub(super) fn expression(source: &str) -> Result<(), TemplateError> {
    length(source)?;
    if tag(source, None).operators > MOST_OPERATORS { Err(too_deep(None)) } else { Ok(()) }
}

fn length(source: &str) -> Result<(), TemplateError> {
    if source.len() <= LONGEST {
        return Ok(());
    }
    let message = format!("it has {} bytes, and a template has at most {LONGEST}", source.len());
    Err(TemplateError { message, line: None })
}

fn too_deep(line: Option<usize>) -> TemplateError {
    let message = format!("it has more than {MOST_OPERATORS} operators in one expression");
    TemplateError { message, line }
}

/// What is in a tag.
struct Tag {
    /// Its length, without what closes it.
    length: usize,
    operators: usize,
    branches: usize,
}

/// Reads up to what closes the tag, which does not count in a string.
fn tag(text: &str, close: Option<&str>) -> Tag {
    let mut tag = Tag { length: 0, operators: 0, branches: 0 };
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(tag.length) {
        if close.is_some_and(|close| bytes[tag.length..].starts_with(close.as_bytes())) {
            break;
        }
        tag.length += match byte {
            b'\'' | b'"' => string(&bytes[tag.length..], byte),
            _ if is_of_word(byte) => {
                let word = word(&text[tag.length..]);
                match word {
                    "not" | "and" | "or" | "in" | "is" | "if" | "for" => tag.operators += 1,
                    "elif" | "else" => {
                        tag.operators += 1;
                        tag.branches += 1;
                    }
                    _ => {}
                }
                word.len()
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'~' | b'|' | b'.' | b'[' | b'(' | b'{' | b'<'
            | b'>' | b'=' | b'!' => {
                tag.operators += 1;
                1
            }
            _ => 1,
        };
    }
    tag
}

/// The length of a string, with its quotes.
fn string(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += if byte == b'\\' { 2 } else { 1 };
        if byte == quote {
            break;
        }
    }
    at.min(bytes.len())
}

fn word(text: &str) -> &str {
    &text[..text.bytes().take_while(|byte| is_of_word(*byte)).count()]
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(result: Result<(), TemplateError>, expected: Option<(&str, Option<usize>)>) {
        let found = result.err().map(|error| (error.message, error.line));
        assert_eq!(found, expected.map(|(message, line)| (message.to_owned(), line)));
    }

    #[test]
    fn what_is_long_or_deep_is_refused() {
        let deep = "it has more than 256 operators in one expression";
        case(text(&format!("a\n{{= {}1 =}}", "-".repeat(256))), None);
        case(text(&format!("a\n{{= {}1 =}}", "-".repeat(257))), Some((deep, Some(2))));
        case(text(&format!("{{% if {}a %}}", "not ".repeat(256))), Some((deep, Some(1))));
        case(text(&"{= a ~ b =}".repeat(1000)), None);
        case(text(&format!("{{= '=}}{}' =}}", "-".repeat(300))), None);
        case(text(&format!("{{# =}}{} #}}", "-".repeat(300))), None);
        case(text(&"--((..".repeat(1000)), None);
        case(
            text(&"{% elif a %}".repeat(101)),
            Some(("it has more than 100 `elif` or `else`", Some(1))),
        );
        case(expression(&"1+".repeat(256)), None);
        case(expression(&"1+".repeat(257)), Some((deep, None)));
        let long = "it has 65537 bytes, and a template has at most 65536";
        case(text(&"x".repeat(65_537)), Some((long, None)));
        case(expression(&" ".repeat(65_537)), Some((long, None)));
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for source in ["{= 'a", "{= 'a\\", "{%", "{#", "{", "{= é 'é", "{= \"é\\"] {
            case(text(source), None);
            case(expression(source), None);
        }
    }
}
