//! Rust, as far as it takes to tell code from comments, strings and tests.

/// One piece of a Rust file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or a keyword; a number as well.
    Word(String),
    /// What a string or character literal holds, escapes as they are written.
    Text(String),
    /// Any other character but white space.
    Sign(char),
}

/// The code of a file: no comments, and nothing that is there for tests only.
pub(crate) fn code(text: &str) -> Vec<Token> {
    without_tests(&tokens(text))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((text, length)) = string(rest) {
            tokens.push(Token::Text(text.to_owned()));
            length
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..length].to_owned()));
            length
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What a string or character literal at the start of the text holds, and how long it is.
fn string(text: &str) -> Option<(&str, usize)> {
    let prefix =
        if text.starts_with("br") { 2 } else { usize::from(text.starts_with(['b', 'r', 'c'])) };
    let raw = text[..prefix].ends_with('r');
    let body = &text[prefix..];
    let hashes = if raw { body.len() - body.trim_start_matches('#').len() } else { 0 };
    let quote = body[hashes..].chars().next()?;
    let start = prefix + hashes + 1;
    match quote {
        '"' if raw => {
            let end = start + text[start..].find(&format!("\"{}", "#".repeat(hashes)))?;
            Some((&text[start..end], end + 1 + hashes))
        }
        '"' => {
            let end = start + escaped_end(&text[start..], '"')?;
            Some((&text[start..end], end + 1))
        }
        // A lifetime has no quote behind its first character.
        '\'' if !raw && hashes == 0 => {
            let inner = &text[start..];
            let one = inner.chars().next()?;
            let end = if one == '\\' { escaped_end(inner, '\'')? } else { one.len_utf8() };
            inner[end..].starts_with('\'').then_some((&inner[..end], start + end + 1))
        }
        _ => None,
    }
}

fn escaped_end(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// Leaves out every item behind `#[cfg(test)]` and `#[test]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] == Token::Sign('#') && tokens.get(at + 1) == Some(&Token::Sign('[')) {
            let end = closing(tokens, at + 1, '[', ']');
            let attribute = &tokens[at + 2..end];
            let test = Token::Word("test".to_owned());
            let cfg = Token::Word("cfg".to_owned());
            if attribute.first() == Some(&test)
                || attribute.first() == Some(&cfg) && attribute.contains(&test)
            {
                at = item_end(tokens, end + 1);
                continue;
            }
        }
        out.push(tokens[at].clone());
        at += 1;
    }
    out
}

/// The end of an item: its closing brace, or its semicolon if that comes before any brace.
fn item_end(tokens: &[Token], from: usize) -> usize {
    let ends = |token: &Token| matches!(token, Token::Sign('{' | ';'));
    let Some(at) = tokens[from..].iter().position(ends).map(|at| from + at) else {
        return tokens.len();
    };
    match tokens[at] {
        Token::Sign('{') => closing(tokens, at, '{', '}') + 1,
        _ => at + 1,
    }
}

fn closing(tokens: &[Token], from: usize, open: char, close: char) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token {
            Token::Sign(sign) if *sign == open => depth += 1,
            Token::Sign(sign) if *sign == close => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

#[test]
fn comments_strings_and_tests_are_told_from_code() {
    let words = |text: &str| -> Vec<String> {
        let token = |token: Token| match token {
            Token::Word(word) => word,
            Token::Text(text) => format!("<{text}>"),
            Token::Sign(sign) => sign.to_string(),
        };
        code(text).into_iter().map(token).collect()
    };
    assert_eq!(words("a // b\n/* c */ d"), ["a", "d"]);
    assert_eq!(
        words(r#"f("x\"//", 'y', '\'', b"z")"#),
        ["f", "(", "<x\\\"//>", ",", "<y>", ",", "<\\'>", ",", "<z>", ")"]
    );
    assert_eq!(words("r#\"a\"b\"# <'a>"), ["<a\"b>", "<", "'", "a", ">"]);
    assert_eq!(
        words("a #[cfg(test)] mod t { b {} } c #[test] fn d() { e } #[cfg(test)] mod x; f"),
        ["a", "c", "f"]
    );
    assert_eq!(words("#[cfg(unix)] a"), ["#", "[", "cfg", "(", "unix", ")", "]", "a"]);
}
