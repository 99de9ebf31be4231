//! Recognising a secret that somebody wrote where only a file's path belongs.

use super::{Node, Value};
use crate::diag::{Diagnostics, SourceId, Sources, Span};

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

/// Hides from reports whatever in a source looks like a secret. Only worth its time where the source
/// is going to be quoted.
pub fn hide_secrets(source: SourceId, sources: &mut Sources) {
    if sources.get(source).built_in {
        return;
    }
    let mut problems = Diagnostics::default();
    let node = super::parse(source, sources, &mut problems);
    let mut found = Vec::new();
    in_node(&node, &mut found);
    let text = sources.get(source).text.as_ref();
    if problems.is_empty() {
        // What is no value may still be a secret.
        in_lines(source, text, |line| line.find('#'), &mut found);
    } else {
        // Where the text cannot be read as a whole, a value may begin and end anywhere.
        in_lines(source, text, |_| Some(0), &mut found);
    }
    for span in found {
        sources.hide(span);
    }
}

/// Where there are secrets in a tree: values whose key says so, and whatever looks like one.
fn in_node(node: &Node, found: &mut Vec<Span>) {
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

/// Where there may be secrets in lines, each looked at from where `begin` says: whatever follows a
/// word that says so, to the end of the line or of a text in `"""`, and whatever looks like one.
fn in_lines(
    source: SourceId,
    text: &str,
    begin: impl Fn(&str) -> Option<usize>,
    found: &mut Vec<Span>,
) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if let Some(begin) = begin(content) {
            if secret_kind(&content[begin..]).is_some() {
                found.push(Span::new(source, at + begin..at + content.len()));
            }
            if let Some(after) = after_secret_word(content, begin) {
                let value = content[after..].trim_start_matches(|c: char| " \t=:\"'".contains(c));
                let start = at + content.len() - value.len();
                let end = ["\"\"\"", "'''"].into_iter().find_map(|quotes| {
                    let value = at + after + content[after..].find(quotes)?;
                    let length = text[value + 3..].find(quotes).unwrap_or(text.len() - value - 3);
                    Some(value + 3 + length)
                });
                found.push(Span::new(source, start..end.unwrap_or(at + content.len()).max(start)));
            }
        }
        at += line.len();
    }
}

/// Where the first word ends that says that a secret follows.
fn after_secret_word(line: &str, begin: usize) -> Option<usize> {
    let between = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let mut at = begin;
    for piece in line[begin..].split_inclusive(between) {
        let word = piece.trim_end_matches(between);
        if is_secret_key(word) {
            return Some(at + word.len());
        }
        at += piece.len();
    }
    None
}

/// The marks that well-known services give their secrets.
const MARKS: [(&str, &str); 18] = [
    ("https://hooks.slack.com/services/T", "a Slack webhook"),
    ("https://discord.com/api/webhooks/", "a Discord webhook"),
    ("https://discordapp.com/api/webhooks/", "a Discord webhook"),
    (".webhook.office.com/", "a Microsoft Teams webhook"),
    (".logic.azure.com", "a Microsoft Teams webhook"),
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

/// Whether a mark may begin with two bytes, by [`pair`]. Every text of a spec and of the catalogue is
/// searched, so hardly any of its bytes may be worth a second look.
const BEGINS: [bool; 1024] = {
    let mut begins = [false; 1024];
    let mut at = 0;
    while at < MARKS.len() {
        let mark = MARKS[at].0.as_bytes();
        begins[pair(mark[0], mark[1])] = true;
        at += 1;
    }
    begins
};

/// A number below 1,024 that two bytes share with few other pairs.
const fn pair(first: u8, second: u8) -> usize {
    (first as usize * 33 + second as usize) % 1024
}

/// What kind of secret a value looks like.
pub(super) fn secret_kind(value: &str) -> Option<&'static str> {
    let bytes = value.as_bytes();
    let places = bytes.windows(2).enumerate().filter(|(_, two)| BEGINS[pair(two[0], two[1])]);
    let marked = places.map(|(at, _)| at).find_map(|at| {
        MARKS.iter().find(|(mark, _)| {
            bytes[at..].starts_with(mark.as_bytes()) && bytes.len() > mark.len() + 8
        })
    });
    if let Some((_, kind)) = marked {
        return Some(kind);
    }
    if value.contains("eyJ") && value.split_whitespace().any(is_web_token) {
        return Some("a web token");
    }
    if !value.contains(':') {
        return None;
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

    #[track_caller]
    fn shown(text: &'static str, expected: &str) {
        let mut sources = Sources::default();
        let source = sources.add("f", text);
        hide_secrets(source, &mut sources);
        assert_eq!(sources.shown(source), expected);
    }

    #[test]
    fn what_reports_show_of_good_text() {
        shown("password = \"hunter2\"\nb = 1\n", "password = *********\nb = 1\n");
        shown("a = [1] # token: hunter2\n", "a = [1] # token: *******\n");
        shown(
            "a = { pass = 'x', b = 'xoxb-123456789' }",
            "a = { pass = ***, b = **************** }",
        );
        shown("password_file = \"a\"\n", "password_file = \"a\"\n");
        shown("title = \"No password?\"\n", "title = \"No password?\"\n");
    }

    #[test]
    fn what_reports_show_of_broken_text() {
        shown("password = \"hunter2\nb = 1\n", "password = ********\nb = 1\n");
        shown("a = { token = 'x'\nb = 1\n", "a = { token = '**\nb = 1\n");
        shown("token: x\n", "token: *\n");
        shown("token x\n", "token *\n");
        shown("token = \"\"\"x\ny\"\"\"\nb", "token = ****\n****\nb");
        shown("token = \"\"\"x\ny\nb", "token = ****\n*\n*");
        shown("password_file = \"a\n", "password_file = \"a\n");
    }
}
