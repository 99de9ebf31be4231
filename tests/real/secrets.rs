//! Finds what looks like a secret in a rendered file.

use crate::yaml;

/// What looks like a secret in a file, each with where.
pub(crate) fn in_file(path: &str, text: &str) -> Vec<String> {
    let mut found = in_text(text);
    if [".yml", ".yaml", ".json"].iter().any(|extension| path.ends_with(extension)) {
        match yaml::scalars(text) {
            Ok(scalars) => {
                found.extend(scalars.iter().filter_map(|(key, value)| in_value(key, value)));
            }
            Err(error) => found.push(format!("cannot be read: {error}")),
        }
    }
    found
}

/// Beginnings of secrets that have a form of their own.
const FORMS: [&str; 9] = [
    "hooks.slack.com/services/",
    "xoxb-",
    "xoxp-",
    "AKIA",
    "-----BEGIN",
    "$2a$",
    "$2b$",
    "$2y$",
    "$$2",
];

fn in_text(text: &str) -> Vec<String> {
    let mut found: Vec<String> = FORMS
        .iter()
        .filter(|form| text.contains(*form))
        .map(|form| format!("{form}... has the form of a secret"))
        .collect();
    // A password before the host of a URL: `postgresql://user:password@host`.
    for (_, rest) in text.match_indices("://").map(|(at, mark)| text.split_at(at + mark.len())) {
        let host = rest.split(|c: char| c.is_whitespace() || "/\"'?#".contains(c)).next();
        if let Some((user, _)) = host.and_then(|host| host.rsplit_once('@'))
            && user.contains(':')
        {
            found.push(format!("a URL holds the password of {user}"));
        }
    }
    found
}

/// Ends of the keys that hold secrets; with `_file` after them they hold a path.
const KEYS: [&str; 14] = [
    "password",
    "passwd",
    "_pass",
    "secret",
    "token",
    "api_key",
    "apikey",
    "routing_key",
    "service_key",
    "access_key",
    "private_key",
    "credentials",
    "webhook_url",
    "slack_api_url",
];

fn in_value(key: &str, value: &str) -> Option<String> {
    // An item of a list may be `KEY=value` or `--flag=value`.
    let (key, value) = match value.split_once('=') {
        Some((name, value)) if is_name(name) => (name, value),
        _ => (key, value),
    };
    let plain = key.to_lowercase().replace(['-', '.'], "_");
    let holds_secret = KEYS.iter().any(|end| plain.ends_with(end));
    // Compose's lists of the secrets a service uses; Grafana's way to read a file.
    let names_file = plain == "secrets" || value.starts_with("$__file{");
    (holds_secret && !value.is_empty() && !names_file).then(|| format!("{key} holds a value"))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::in_file;

    #[test]
    fn secrets_are_found_and_paths_of_secrets_are_not() {
        let cases = [
            ("a.yml", "password: hunter2", 1),
            ("a.yml", "password: 1234", 1),
            ("a.yml", "environment: {GF_SECURITY_ADMIN_PASSWORD: admin}", 1),
            ("a.yml", "environment: [GF_SECURITY_ADMIN_PASSWORD=admin]", 1),
            ("a.yml", "command: [--redis.password=x]", 1),
            ("a.yml", "routing_key: abc", 1),
            ("a.json", "{\"token\": \"abc\"}", 1),
            ("a.yml", "url: https://hooks.slack.com/services/T0/B0/x", 1),
            ("a.md", "postgresql://exporter:hunter2@db:5432/shop", 1),
            ("Caddyfile", "admin $2a$14$abc", 1),
            ("a.yml", "a: [", 1),
            ("a.yml", "password_file: /run/secrets/db", 0),
            ("a.yml", "environment: {GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana}", 0),
            ("a.yml", "secrets: [grafana-password]", 0),
            ("a.yml", "secrets: {token: {file: ../secrets/token}}", 0),
            ("a.yml", "password: $__file{/run/secrets/db}", 0),
            ("a.yml", "password: ''", 0),
            ("a.yml", "url: http://host:9090/a@b", 0),
            ("a.yml", "expr: sum(rate(token_total{a=\"b\"}[5m]))", 0),
            ("a.md", "Reset the password: see the runbook.", 0),
        ];
        for (path, text, expected) in cases {
            let found = in_file(path, text);
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
    }
}
