//! What a key's name says of its value.

use super::words::{GLUED, LAST, LETTERS};

/// Whether a key's name says that its value is a secret.
pub fn is_secret_key(key: &str) -> bool {
    // Longer ones name nothing, shorter ones say nothing, and paths are not names.
    if key.len() < 2 || key.len() > 200 || key.contains('/') {
        return false;
    }
    let key = normal(key);
    let last =
        |word: &str| key.strip_suffix(word).is_some_and(|it| it.is_empty() || it.ends_with('_'));
    if LAST.iter().any(|word| last(word)) {
        return true;
    }
    let glued = key.replace('_', "");
    GLUED.iter().any(|word| glued.ends_with(word))
}

/// A key in the form that [`words`](super::words) has: `secretKey`, `Secret-Key` and `SECRET_KEY2` are
/// `secret_key`, `Contraseña` is `contrasena`.
pub(super) fn normal(key: &str) -> String {
    let mut normal = String::with_capacity(key.len() + 4);
    let mut after_small = false;
    for c in key.chars().filter(|c| !is_accent(*c)) {
        let c = narrow(c);
        if c.is_uppercase() && after_small {
            normal.push('_');
        }
        after_small = c.is_lowercase() || c.is_ascii_digit();
        if c.is_alphanumeric() {
            normal.extend(c.to_lowercase().filter(|c| !is_accent(*c)).map(plain));
        } else if c.is_ascii() {
            normal.push('_');
        } else {
            normal.push(c);
        }
    }
    let end = normal.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()).len();
    normal.truncate(end);
    normal
}

/// An accent that stands after its letter as a character of its own.
pub(super) fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The ASCII letter that a full-width one stands for.
fn narrow(c: char) -> char {
    let ascii = u32::from(c).wrapping_sub(0xfee0);
    char::from_u32(ascii).filter(char::is_ascii_graphic).unwrap_or(c)
}

fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    LETTERS.iter().find(|(letters, _)| letters.contains(c)).map_or(c, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_secrets() {
        for key in [
            "password",
            "smtp_password",
            "routing_key",
            "API-Key",
            "webhook_url",
            "bot_token",
            "pw",
            "PGPASSWORD",
            "--redis.password",
            "db_pass",
            "dbPass",
            "secretKey",
            "SecretAccessKey",
            "password2",
            "client secret",
            "Authorization",
            "SLACK_TOKEN",
            "kata_sandi",
            "Passwort",
            "contraseña",
            "contrasen\u{303}a",
            "CONTRASEÑA",
            "hasło",
            "mot-de-passe",
            "mật khẩu",
            "lösenord",
            "şifre",
            "пароль",
            "ПАРОЛЬ",
            "κωδικός",
            "密码",
            "db_パスワード",
            "비밀번호",
            "ｐａｓｓｗｏｒｄ",
        ] {
            assert!(is_secret_key(key), "{key}: {}", normal(key));
        }
        for key in [
            "password_file",
            "tokens",
            "url",
            "user",
            "routing",
            "key",
            "compass",
            "api_url",
            "max_tokens",
            "tokens_per_second",
            "http_tokens_total",
            "bypass",
            "enclave",
            "cookie_name",
            "secrets",
            "key_id",
            "/etc/passwd",
            "auth",
            "hook",
            "passed",
            "passing",
            "keyboard",
            "monkey",
            "sandbox",
            "",
            "p",
        ] {
            assert!(!is_secret_key(key), "{key}: {}", normal(key));
        }
    }
}
