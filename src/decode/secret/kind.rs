//! What kind of secret a value looks like.

use super::marks::marked;
use super::pairs::in_pairs;
use super::url::in_urls;
use super::value::{HOLE, head, is_mixed};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// How often a text may be percent-encoded: a URL in a parameter of a URL is encoded twice.
const ROUNDS: usize = 3;

/// A longer template is taken for text.
const LONGEST_TEMPLATE: usize = 4000;

/// What kind of secret a value looks like.
pub(in crate::decode) fn secret_kind(value: &str) -> Option<&'static str> {
    let mut text = Cow::Borrowed(value);
    for _ in 0..ROUNDS {
        if let Some(kind) = in_text(&text) {
            return Some(kind);
        }
        text = Cow::Owned(decoded(&text)?);
    }
    in_text(&text)
}

fn in_text(text: &str) -> Option<&'static str> {
    if let Some(kind) = marked(text) {
        return Some(kind);
    }
    if text.contains("eyJ") && text.split_whitespace().any(is_web_token) {
        return Some("a web token");
    }
    // Most texts have nothing of what a secret stands between.
    if !text.bytes().any(|b| b"@:= ".contains(&b)) && !text.contains('：') {
        return None;
    }
    let text = without_templates(text);
    if text.contains(['@', '?', '#'])
        && let Some(kind) = in_urls(&text)
    {
        return Some(kind);
    }
    if text.contains(':') && text.split(between_words).any(is_bot_token) {
        return Some("a Telegram bot's token");
    }
    if text.contains("/hooks/") && text.split(between_words).any(is_hook) {
        return Some("a webhook's URL");
    }
    in_pairs(&text)
}

fn between_words(c: char) -> bool {
    c.is_whitespace() || "\"'`<>=,".contains(c)
}

/// A JSON Web Token: three parts in base64, of which the first two are JSON objects.
fn is_web_token(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ',']);
    word.starts_with("eyJ") && word.split('.').count() == 3 && word.contains(".eyJ")
}

/// A Telegram bot's token: `123456:ABC-DEF1234ghIkl`.
fn is_bot_token(word: &str) -> bool {
    word.split_once(':').is_some_and(|(bot, token)| {
        let number = bot.len() >= 6 && bot.bytes().all(|b| b.is_ascii_digit());
        let inside = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        number
            && token.len() >= 16
            && token.bytes().all(inside)
            && token.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// A URL that Mattermost, Rocket.Chat and others take messages at: `https://chat.example/hooks/x1y2…`.
fn is_hook(word: &str) -> bool {
    word.contains("://")
        && word.split_once("/hooks/").is_some_and(|(_, path)| {
            let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
            last.len() >= 16 && last.bytes().all(|b| b.is_ascii_alphanumeric()) && is_mixed(last)
        })
}

/// A text with every `%41` as what it stands for, if there are any.
fn decoded(text: &str) -> Option<String> {
    match percent_decode_str(text).into() {
        Cow::Owned(decoded) => Some(String::from_utf8_lossy(&decoded).into_owned()),
        Cow::Borrowed(_) => None,
    }
}

/// A text with a [`HOLE`] for each template and each variable of a shell: their values are not in it.
fn without_templates(text: &str) -> Cow<'_, str> {
    if !["{=", "{{", "${", "$("].iter().any(|start| text.contains(start)) {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut without = String::with_capacity(text.len());
    while let Some(at) = rest.find(['{', '$']) {
        let from = &rest[at..];
        let end = [("{=", "=}"), ("{{", "}}"), ("$(", ")")].into_iter().find_map(|(start, end)| {
            let inner = from.strip_prefix(start)?;
            head(inner, LONGEST_TEMPLATE).find(end).map(|at| start.len() + at + end.len())
        });
        // `${PASSWORD:-hunter2}` has its value in it.
        let variable = || {
            let inner = from.strip_prefix("${")?;
            let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
            inner[end..].starts_with('}').then_some(end + 3)
        };
        without.push_str(&rest[..at]);
        if let Some(end) = end.or_else(variable) {
            without.push(HOLE);
            rest = &from[end..];
        } else {
            without.push_str(&from[..1]);
            rest = &from[1..];
        }
    }
    without.push_str(rest);
    Cow::Owned(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_secrets() {
        for (value, kind) in [
            ("https://hooks.slack.com/services/T000/B000/XXXXXXXX", "a Slack webhook"),
            ("postgres://shop:hunter2@db:5432/shop", "an address with a password"),
            ("xoxb-1234567890-abc", "a Slack token"),
            ("https://ping.example/?token=0123", "a URL with a secret"),
            ("Bearer eyJhbGciOi.eyJzdWIiOi.c2ln", "a web token"),
            ("https%3A%2F%2Fa%3Ahunter2%40host", "an address with a password"),
            ("https://a/?to%6ben=hunter2", "a URL with a secret"),
            ("https%253A%252F%252Fa%253Ahunter2%2540host", "an address with a password"),
            ("123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "a Telegram bot's token"),
            ("https://chat.example/hooks/hunter2hunter2hunter2", "a webhook's URL"),
        ] {
            assert_eq!(secret_kind(value), Some(kind), "{value}");
        }
        for value in [
            "https://shop.example/?page=2",
            "https://shop.example/@user:name",
            "https://chat.example/hooks/orders",
            "secrets/slack",
            "AKIA",
            "100% of 20%ab",
            "password={= settings.password_file =}",
            "https://{= settings.user =}:{= settings.x =}@host",
            "{{ $labels.user }}:{{ $labels.x }}@{{ $labels.y }}",
            "1000000:1000000",
        ] {
            assert_eq!(secret_kind(value), None, "{value}");
        }
    }
}
