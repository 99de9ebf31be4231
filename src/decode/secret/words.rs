//! The words that name a secret, as keys have them: in lower case, without accents, see
//! [`normal`](super::key::normal).

/// Words that say so wherever a key ends with them, glued to what precedes: `pgpassword`, `client_secret`.
/// `_` does not count, so `api_key` is here as `apikey`.
pub(super) const GLUED: &[&str] = &[
    // English.
    "password",
    "passwords",
    "passwd",
    "pasword",
    "passwrd",
    "pwd",
    "passphrase",
    "passcode",
    "passwordhash",
    "secret",
    "secretkey",
    "secretid",
    "token",
    "apikey",
    "accesskey",
    "routingkey",
    "servicekey",
    "integrationkey",
    "signingkey",
    "encryptionkey",
    "accountkey",
    "sharedkey",
    "authkey",
    "privatekey",
    "licensekey",
    "webhookurl",
    "webhookuri",
    "authorization",
    "credential",
    "credentials",
    // German.
    "passwort",
    "kennwort",
    "losungswort",
    "zugangsdaten",
    "geheimnis",
    // Dutch.
    "wachtwoord",
    "wachtzin",
    // Danish, Norwegian, Swedish, Icelandic, Finnish, Estonian.
    "adgangskode",
    "kodeord",
    "passord",
    "losenord",
    "lykilord",
    "salasana",
    "salasona",
    "parool",
    // French.
    "motdepasse",
    "cleapi",
    "clesecrete",
    // Spanish, Catalan, Galician, Portuguese.
    "contrasena",
    "contrasenya",
    "contrasinal",
    "claveapi",
    "secreto",
    "credenciales",
    "palavrapasse",
    "palavrachave",
    "segredo",
    "credenciais",
    // Italian.
    "parolachiave",
    "paroladordine",
    "segreto",
    "chiaveapi",
    "credenziali",
    // Polish, Czech, Slovak, Slovene, Croatian.
    "lozinka",
    "zaporka",
    // Hungarian, Lithuanian, Basque, Turkish.
    "jelszo",
    "slaptazodis",
    "pasahitza",
    // Indonesian, Malay, Vietnamese.
    "katasandi",
    "katalaluan",
    "matkhau",
    // Russian, Ukrainian, Bulgarian, Serbian, Greek.
    "пароль",
    "парола",
    "лозинка",
    "секрет",
    "токен",
    "ключдоступа",
    "κωδικοσ",
    "συνθηματικο",
    // Chinese.
    "密码",
    "密碼",
    "口令",
    "令牌",
    "密钥",
    "密鑰",
    "金鑰",
    // Japanese.
    "パスワード",
    "暗証番号",
    "トークン",
    "シークレット",
    "秘密鍵",
    // Korean.
    "비밀번호",
    "암호",
    "토큰",
    "비밀키",
    // Arabic, Persian, Hebrew, Hindi, Thai.
    "كلمةالمرور",
    "كلمةالسر",
    "رمزعبور",
    "סיסמה",
    "סיסמא",
    "पासवर्ड",
    "รหัสผ่าน",
];

/// Words that say so only if they are the whole key or follow a `_`, because other words end like them:
/// `db_pass`, not `compass`.
pub(super) const LAST: &[&str] = &[
    "pass",
    "pw",
    "psk",
    "otp",
    "jwt",
    "sas",
    "creds",
    "bearer",
    "cookie",
    "webhook",
    "hook_url",
    "app_key",
    "application_key",
    "write_key",
    "ingest_key",
    "ingestion_key",
    "deploy_key",
    "license_key",
    "session_key",
    "master_key",
    "hmac_key",
    "ssh_key",
    "basic_auth_string",
    // German, French, Spanish, Portuguese, Italian, Romanian, Latvian.
    "geheim",
    "mdp",
    "jeton",
    "clave",
    "senha",
    "parola",
    "parole",
    // Polish, Czech, Slovak, Slovene, Croatian, Turkish, Indonesian.
    "haslo",
    "heslo",
    "geslo",
    "sifra",
    "sifre",
    "sandi",
];

/// Parameters of URLs that often hold a secret. What they hold has to look like one too, because a
/// search for `?key=shoes` is none.
pub(super) const IN_URLS: &[&str] = &[
    "key",
    "k",
    "sig",
    "signature",
    "auth",
    "code",
    "hash",
    "hmac",
    "session",
    "sid",
    "ticket",
    "t",
];

/// How the value of a header begins that proves who somebody is.
pub(super) const SCHEMES: &[&str] =
    &["bearer", "basic", "token", "geniekey", "apikey", "digest", "negotiate", "splunk"];

/// Values that stand where a secret could, and are none.
pub(super) const HARMLESS: &[&str] = &[
    "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "file", "env", "stdin",
    "required", "optional", "disabled", "enabled", "redacted", "hidden",
];

/// Letters with the plain one that stands for them.
pub(super) const LETTERS: &[(&str, char)] = &[
    ("áàâãäåăąāạảấầẩẫậắằẳẵặ", 'a'),
    ("çćč", 'c'),
    ("ďđ", 'd'),
    ("éèêëěęėēẹẻẽếềểễệ", 'e'),
    ("ğ", 'g'),
    ("íìîïıīįịỉĩ", 'i'),
    ("łľĺ", 'l'),
    ("ñńň", 'n'),
    ("óòôõöøőōọỏốồổỗộơớờởỡợ", 'o'),
    ("řŕ", 'r'),
    ("śšşș", 's'),
    ("ťţț", 't'),
    ("úùûüůűūųụủũưứừửữự", 'u'),
    ("ýỳỷỹỵ", 'y'),
    ("źżž", 'z'),
    // Greek and Russian.
    ("ό", 'ο'),
    ("ό", 'ο'),
    ("ύ", 'υ'),
    ("ή", 'η'),
    ("ί", 'ι'),
    ("ά", 'α'),
    ("ς", 'σ'),
    ("ё", 'е'),
];
