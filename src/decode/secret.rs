//! Recognising a secret that somebody wrote where only a file's path belongs.

use super::{Node, Value};
use crate::diag::{SourceId, Span};

/// Whether a key's name says that its value is a secret.
pub fn is_secret_key(key: &str) -> bool {
    const ENDS: [&str; 14] = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "api_key",
        "apikey",
        "access_key",
        "routing_key",
        "service_key",
        "webhook_url",
        "credential",
        "credentials",
        "private_key",
    ];
    let key = key.to_lowercase().replace(['-', '.'], "_");
    ENDS.iter().any(|end| key.ends_with(end)) || key == "pass" || key.ends_with("_pass")
}

/// Where there are secrets in a tree: values whose key says so, and whatever looks like one.
pub(super) fn in_node(node: &Node, found: &mut Vec<Span>) {
    match &node.value {
        Value::String(text) if secret_kind(text).is_some() => found.push(node.span),
        Value::Array(items) => items.iter().for_each(|item| in_node(item, found)),
        Value::Table(entries) => {
            for entry in entries {
                if secret_kind(&entry.key).is_some() {
                    found.push(entry.key_span);
                }
                match &entry.node.value {
                    Value::Table(_) | Value::Boolean(_) => in_node(&entry.node, found),
                    _ if is_secret_key(&entry.key) => found.push(entry.node.span),
                    _ => in_node(&entry.node, found),
                }
            }
        }
        _ => {}
    }
}

/// Where there may be secrets in a text that is no good TOML: from a `=` after a key that says so to
/// the end of the line, or of the text in `"""`, and lines with something that looks like one.
pub(super) fn in_text(source: SourceId, text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if secret_kind(content).is_some() {
            found.push(Span::new(source, at..at + content.len()));
        }
        let parts = content.match_indices(['=', ':']);
        let assigned = parts.map(|(index, _)| index).find(|index| {
            let key = content[..*index].trim_end().trim_end_matches(['"', '\'']);
            is_secret_key(key)
        });
        if let Some(index) = assigned {
            let value = content[index + 1..].trim_start();
            let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| value.starts_with(quotes));
            let start = at + content.len() - value.len();
            let end = match quotes {
                Some(quotes) => {
                    text[start + 3..].find(quotes).map_or(text.len(), |length| start + 6 + length)
                }
                None => at + content.len(),
            };
            found.push(Span::new(source, start..end));
        }
        at += line.len();
    }
    found
}

/// What kind of secret a value looks like, by the marks that well-known services give theirs.
pub(super) fn secret_kind(value: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 16] = [
        ("https://hooks.slack.com/services/T", "a Slack webhook"),
        ("https://discord.com/api/webhooks/", "a Discord webhook"),
        ("https://discordapp.com/api/webhooks/", "a Discord webhook"),
        ("xoxb-", "a Slack token"),
        ("xoxp-", "a Slack token"),
        ("xapp-", "a Slack token"),
        ("ghp_", "a GitHub token"),
        ("github_pat_", "a GitHub token"),
        ("glpat-", "a GitLab token"),
        ("glsa_", "a Grafana token"),
        ("AKIA", "an AWS key"),
        ("-----BEGIN ", "a private key"),
        ("sk_live_", "a Stripe key"),
        ("$2y$", "a bcrypt hash"),
        ("$2a$", "a bcrypt hash"),
        ("$2b$", "a bcrypt hash"),
    ];
    let marked =
        MARKS.iter().find(|(mark, _)| value.contains(mark) && value.len() > mark.len() + 8);
    if let Some((_, kind)) = marked {
        return Some(kind);
    }
    if value.contains(".webhook.office.com/") || value.contains(".logic.azure.com") {
        return Some("a Microsoft Teams webhook");
    }
    if value.split_whitespace().any(is_web_token) {
        return Some("a web token");
    }
    value.split("://").skip(1).find_map(|rest| {
        let url = rest.split(['"', '\'', ' ']).next()?;
        let authority = url.split(['/', '?', '#']).next()?;
        if authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
            return Some("a URL with a password");
        }
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let secret = |pair: &str| {
            pair.split_once('=').is_some_and(|(key, value)| is_secret_key(key) && !value.is_empty())
        };
        query.split(['&', '#']).any(secret).then_some("a URL with a secret")
    })
}

/// A JSON Web Token: three parts in base64, of which the first two are JSON objects.
fn is_web_token(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ',']);
    word.starts_with("eyJ") && word.split('.').count() == 3 && word.contains(".eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_secrets() {
        for key in
            ["password", "smtp_password", "routing_key", "API-Key", "webhook_url", "bot_token"]
        {
            assert!(is_secret_key(key), "{key}");
        }
        for key in ["PGPASSWORD", "--redis.password", "db_pass"] {
            assert!(is_secret_key(key), "{key}");
        }
        for key in
            ["password_file", "tokens", "url", "user", "routing", "key", "compass", "api_url"]
        {
            assert!(!is_secret_key(key), "{key}");
        }
    }

    #[test]
    fn values_that_are_secrets() {
        let kind = |value: &str| secret_kind(value);
        assert_eq!(
            kind("https://hooks.slack.com/services/T000/B000/XXXXXXXX"),
            Some("a Slack webhook")
        );
        assert_eq!(kind("postgres://shop:hunter2@db:5432/shop"), Some("a URL with a password"));
        assert_eq!(kind("xoxb-1234567890-abc"), Some("a Slack token"));
        assert_eq!(kind("https://ping.example/?token=0123"), Some("a URL with a secret"));
        assert_eq!(kind("Bearer eyJhbGciOi.eyJzdWIiOi.c2ln"), Some("a web token"));
        assert_eq!(kind("https://shop.example/?page=2"), None);
        assert_eq!(kind("https://shop.example/@user:name"), None);
        assert_eq!(kind("secrets/slack"), None);
        assert_eq!(kind("AKIA"), None);
    }

    #[test]
    fn secrets_in_broken_text() {
        let shown = |text: &str| {
            let mut sources = crate::diag::Sources::default();
            let source = sources.add("f", text.to_owned());
            let mut shown = text.to_owned().into_bytes();
            for span in in_text(source, text) {
                shown[span.range()]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b'*');
            }
            String::from_utf8(shown).unwrap()
        };
        assert_eq!(shown("password = \"hunter2\nb = 1\n"), "password = ********\nb = 1\n");
        assert_eq!(shown("a = { token = 'x' }\n"), "a = { token = *****\n");
        assert_eq!(shown("token: x\n"), "token: *\n");
        assert_eq!(shown("\"token\" = \"\"\"x\ny\"\"\"\nb = 1"), "\"token\" = ****\n****\nb = 1");
        assert_eq!(shown("password_file = \"a\n"), "password_file = \"a\n");
    }
}
