//! Recognising a secret that somebody wrote where only a file's path belongs.

/// Whether a key's name says that its value is a secret.
pub(super) fn is_secret_key(key: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    if key.ends_with("_file") {
        return false;
    }
    ["password", "passwd", "secret", "token", "api_key", "apikey", "routing_key", "service_key",
        "webhook_url", "api_url", "credentials", "private_key"]
        .iter()
        .any(|word| key == *word || key.ends_with(&format!("_{word}")))
}

/// What kind of secret a value looks like, by the marks that well-known services give theirs.
pub(super) fn secret_kind(value: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 15] = [
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
    ];
    let marked = MARKS.iter().find(|(mark, _)| value.contains(mark) && value.len() > mark.len() + 8);
    if let Some((_, kind)) = marked {
        return Some(kind);
    }
    if value.contains(".webhook.office.com/") || value.contains(".logic.azure.com") {
        return Some("a Microsoft Teams webhook");
    }
    let (_, rest) = value.split_once("://")?;
    let authority = rest.split(['/', '?', '#', ' ']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    user.contains(':').then_some("a URL with a password")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_secrets() {
        for key in ["password", "smtp_password", "routing_key", "API-Key", "webhook_url", "bot_token"] {
            assert!(is_secret_key(key), "{key}");
        }
        for key in ["password_file", "tokens", "url", "user", "routing", "key"] {
            assert!(!is_secret_key(key), "{key}");
        }
    }

    #[test]
    fn values_that_are_secrets() {
        let kind = |value: &str| secret_kind(value);
        assert_eq!(kind("https://hooks.slack.com/services/T000/B000/XXXXXXXX"), Some("a Slack webhook"));
        assert_eq!(kind("postgres://shop:hunter2@db:5432/shop"), Some("a URL with a password"));
        assert_eq!(kind("xoxb-1234567890-abc"), Some("a Slack token"));
        assert_eq!(kind("https://shop.example/@user:name"), None);
        assert_eq!(kind("secrets/slack"), None);
        assert_eq!(kind("AKIA"), None);
    }
}
