//! Secrets in URLs, and in what programs take for one: targets, and the names of data sources.

use super::is_secret_key;
use super::value::{is_literal, is_opaque, is_pattern, is_placeholder};
use super::words::IN_URLS;

pub(super) const PASSWORD: &str = "an address with a password";
pub(super) const USER: &str = "a URL with a user or a token";
const QUERY: &str = "a URL with a secret";

/// Schemes whose users are no secrets by themselves: `mailto:ops@shop.example`.
const OF_PEOPLE: [&str; 6] = ["mailto", "sip", "sips", "acct", "xmpp", "im"];

/// The kind of secret in the URLs of a text.
pub(super) fn in_urls(text: &str) -> Option<&'static str> {
    let between = |c: char| c.is_whitespace() || "\"'`<>{}".contains(c);
    text.split(between).find_map(in_url)
}

fn in_url(word: &str) -> Option<&'static str> {
    if word.contains('@') {
        let mut scheme = None;
        let rests = word.split("://");
        for (at, rest) in rests.enumerate() {
            let rest = if at == 0 { rest.strip_prefix("//").unwrap_or(rest) } else { rest };
            let found = match scheme {
                Some(scheme) => in_authority(rest, scheme),
                None if word.starts_with("//") => in_authority(rest, "https"),
                None => in_bare(rest),
            };
            if found.is_some() {
                return found;
            }
            scheme = Some(
                rest.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next().unwrap_or(""),
            );
        }
    }
    let query = word.find(['?', '#']).map(|at| &word[at + 1..])?;
    query.split(['&', '#', ';', '?']).any(is_secret_parameter).then_some(QUERY)
}

fn is_secret_parameter(pair: &str) -> bool {
    let Some((key, value)) = pair.split_once('=') else { return false };
    !is_pattern(value)
        && (is_secret_key(key) && is_literal(value)
            || IN_URLS.iter().any(|word| key.eq_ignore_ascii_case(word)) && is_opaque(value, 10))
}

/// What stands behind a scheme: `user:password@host:port/path`.
fn in_authority(rest: &str, scheme: &str) -> Option<&'static str> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((user, _)) = rest[..end].rsplit_once('@') else {
        // A password may have a `/` of its own; a port has only digits.
        let (_, port) = rest[..end].rsplit_once(':')?;
        let is_port = port.bytes().all(|b| b.is_ascii_digit()) || port.contains(']');
        return (!is_port && !is_placeholder(port) && rest[end..].contains('@'))
            .then_some(PASSWORD);
    };
    let user = user.trim_end_matches(':');
    if let Some((_, password)) = user.split_once(':') {
        return is_password(password).then_some(PASSWORD);
    }
    let web = ["http", "https", "ws", "wss"].contains(&scheme);
    (web && is_password(user) || is_opaque(user, 20)).then_some(USER)
}

fn is_password(text: &str) -> bool {
    !text.is_empty() && !is_placeholder(text)
}

/// What has no scheme: `user:password@host:9090`, `user:password@tcp(host)/database`.
fn in_bare(word: &str) -> Option<&'static str> {
    let (before, host) = word.rsplit_once('@')?;
    let (user, password) = before.split_once(':')?;
    let user = user.rsplit(['=', ',', '(', '[']).next().unwrap_or(user);
    let plain = |c: char| c.is_alphanumeric() || "._%+-\\".contains(c);
    let passes = user.chars().all(plain)
        && !OF_PEOPLE.iter().any(|scheme| user.eq_ignore_ascii_case(scheme))
        && is_password(password)
        && !password.contains('/');
    (passes && is_host(host)).then_some(PASSWORD)
}

/// Whether what follows an `@` is a host: no digest of an image, and no time of a query.
fn is_host(text: &str) -> bool {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    match rest.chars().next() {
        Some('(') => ["tcp", "tcp6", "unix"].contains(&host),
        Some('[') => host.is_empty(),
        Some('/') => true,
        Some(':') if host.starts_with("sha") => false,
        Some(':' | '?' | '#' | ',' | ';') | None => {
            !host.is_empty() && host.bytes().any(|b| !b.is_ascii_digit())
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_with_a_secret() {
        for text in [
            "postgres://shop:hunter2@db:5432/shop",
            "redis://:hunter2@cache",
            "https://hunter2@host/x",
            "//user:pw@host",
            "user:pw@host:9090",
            "user:pw@10.0.0.1:9090",
            "user:pw@[::1]:9090",
            "user:p@ss@host:9090",
            "user:pw@tcp(db:3306)/shop",
            "user:pw@unix(/run/db.sock)/shop",
            "user:pw@/shop",
            "DATA_SOURCE_NAME=user:pw@tcp(db)/shop",
            "postgres://shop:hun/ter2@db/shop",
            "mongodb+srv://a:b@h1,h2/x",
            "see (amqp://a:b@h/) there",
            "/metrics?token=x1",
            "https://a/?key=hunter2hunter2",
            "https://a/#access_token=hunter2",
        ] {
            assert!(in_urls(text).is_some(), "{text}");
        }
        for text in [
            "https://shop.example/@user:name",
            "https://shop.example:8443/@user",
            "https://shop.example/?page=2#top",
            "https://shop.example/?key=shoes",
            "https://shop.example/?token=",
            "postgres://shop@db/shop",
            "prom/x:v1@sha256:0123abc",
            "registry:5000/prom/x:v1@sha256:0123abc",
            "mailto:ops@shop.example",
            "rate(x[5m:1m]@1609746000)",
            "job:up:sum@end()",
            "job:up:sum@1609746000",
            "ops@shop.example",
            "git@github.com:shop/x",
            "https://\u{fffc}:\u{fffc}@host",
            "{path=~\"/a?token=.*\"}",
            "http://[::1]:9090/@x",
            "10:30@",
        ] {
            assert_eq!(in_urls(text), None, "{text}");
        }
    }
}
