//! Secrets that stand in a text behind their name: `password=x host=y`, `--token x`, `X-Api-Key: x`.

use super::is_secret_key;
use super::key::is_accent;
use super::value::{HOLE, head, is_literal, is_opaque, is_pattern, is_word_for_one};
use super::words::SCHEMES;

const QUOTES: [char; 3] = ['"', '\'', '`'];
/// Longer ones hold a secret as well; so much of it is enough to say so.
const MOST: usize = 200;

/// The kind of secret that a name in a text announces.
pub(super) fn in_pairs(text: &str) -> Option<&'static str> {
    if has_pair(text) {
        return Some("a text with a secret");
    }
    let mut before = "";
    for word in text.split_whitespace() {
        let word = word.trim_matches(QUOTES);
        if is_scheme(before) && (is_opaque(word, 8) || is_base64(word)) {
            return Some("an `Authorization` header");
        }
        if is_flag_with_secret(before, word) {
            return Some("a command with a secret");
        }
        before = word;
    }
    None
}

/// Whether an argument is a secret because of the one before it.
pub(crate) fn is_flag_with_secret(flag: &str, value: &str) -> bool {
    match flag {
        "-p" | "-a" => is_opaque(value, 6) && !value.contains('/'),
        "-u" | "--user" => {
            value.split_once(':').is_some_and(|(_, password)| is_opaque(password, 5))
        }
        _ => flag.starts_with('-') && is_secret_key(flag) && is_opaque(value, 2),
    }
}

fn is_scheme(word: &str) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Whether a word is in base64, which has capitals where no word has them.
fn is_base64(word: &str) -> bool {
    let inside = |b: u8| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b);
    word.len() >= 8
        && word.bytes().all(inside)
        && word.bytes().any(|b| b.is_ascii_lowercase())
        && word.bytes().skip(1).filter(u8::is_ascii_uppercase).count() > 1
}

fn has_pair(text: &str) -> bool {
    // Between braces stand the matchers of a query: `{secret="shop-tls"}`.
    let mut depth = 0_usize;
    text.char_indices().any(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '=' | ':' | '：' => {
                return is_pair(&text[..at], c, &text[at + c.len_utf8()..], depth > 0);
            }
            _ => {}
        }
        false
    })
}

fn is_pair(before: &str, between: char, after: &str, in_braces: bool) -> bool {
    let is_other = |c: char| "!<>=~:".contains(c);
    if before.ends_with(is_other) || after.starts_with(['=', '~', ':', '/']) && between != '=' {
        return false;
    }
    if between == '=' && after.starts_with(['=', '~']) {
        return false;
    }
    let after_space = after.starts_with(char::is_whitespace) || between == '：';
    // A name with colons, such as that of a recording rule, has no spaces.
    let joined = between == ':' && !after_space && !after.starts_with(QUOTES);
    if joined && before.contains(':') || !is_secret_key(last_name(before)) {
        return false;
    }
    let spaced = after_space || before.ends_with(char::is_whitespace);
    let after = head(after, MOST).trim_start();
    let quote = after.chars().next().filter(|c| QUOTES.contains(c));
    let value = match quote {
        Some(quote) => after[1..].split(quote).next().unwrap_or(""),
        None => after.split(ends_value).next().unwrap_or(""),
    };
    if is_scheme(value) {
        let rest = after.trim_start_matches(QUOTES)[value.len()..].trim_start();
        let word = rest.split(ends_value).next().unwrap_or("");
        return is_literal(word) && !is_pattern(word) && !is_word_for_one(word);
    }
    if let Some((scheme, rest)) = value.split_once(' ')
        && is_scheme(scheme)
    {
        return is_literal(rest.trim_start());
    }
    if is_pattern(value) {
        return false;
    }
    match (between, quote) {
        ('=', Some(_)) => !in_braces && is_literal(value),
        ('=', None) if spaced => is_opaque(value, 6),
        ('=', None) | (_, Some(_)) => is_literal(value),
        _ if joined => is_opaque(value, 12) && value.bytes().all(|b| b.is_ascii_alphanumeric()),
        _ => is_opaque(value, 6) || value.contains('=') && !value.contains(HOLE),
    }
}

/// The name at the end of a text, perhaps in quotes.
fn last_name(text: &str) -> &str {
    let text = text.trim_end().trim_end_matches(QUOTES);
    let outside =
        |(_, c): &(usize, char)| !(c.is_alphanumeric() || "_-.".contains(*c) || is_accent(*c));
    let start = text.char_indices().rev().find(outside).map_or(0, |(at, c)| at + c.len_utf8());
    &text[start..]
}

fn ends_value(c: char) -> bool {
    c.is_whitespace() || QUOTES.contains(&c) || ";&,)}".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_a_secret() {
        for text in [
            "host=db user=shop password=x",
            "host=db password='x y'",
            "host = db password = hunter2",
            "Server=db;User Id=shop;Pwd=x;",
            "AccountName=a;AccountKey=x==",
            "--password=x",
            "mysqladmin --password hunter2 status",
            "mysql -p hunter2",
            "curl -u shop:hunter2 x",
            "SLACK_TOKEN=x run",
            "Authorization: Bearer hunter",
            "authorization: basic aHVudGVyMg==",
            "Authorization: \"Bearer x\"",
            "Bearer hunter2hunter2",
            "X-Api-Key: hunter2",
            "token:hunter2hunter2",
            "Basic dXNlcjpwYXNz",
            "redis-cli -a hunter2",
            "Cookie: session=hunter",
            "{\"password\": \"x\"}",
            "пароль=x",
            "密码：hunter2",
            "password=${PASSWORD:-hunter2}",
        ] {
            assert!(in_pairs(text).is_some(), "{text}");
        }
        for text in [
            "host=db user=shop",
            "password=\u{fffc}",
            "password=$PASSWORD",
            "password=/run/secrets/x",
            "--password-file=x1y2z3",
            "--password <password>",
            "kube_secret_info{secret=\"shop-tls\"}",
            "up{token=~\"a1b2c3d4\"} == 1",
            "sum by (secret) (x) == 1",
            "job:token:rate5m",
            "token:requests_per_second:rate5m",
            "Rotate the token: see the wiki.",
            "A bearer token is needed.",
            "Basic metrics",
            "mkdir -p queue/data2",
            "serve -p 9090",
            "run --user 1000:1000",
            "run --user nobody:nogroup",
            "token=(.+)",
            "--token=true",
            "with --token and --url",
            "token = a + b",
            "max_tokens=100",
            "secret: true",
        ] {
            assert_eq!(in_pairs(text), None, "{text}");
        }
    }
}
