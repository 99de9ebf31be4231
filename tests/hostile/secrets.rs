//! Secrets that somebody wrote into a spec or an integration, in as many spellings as people have for them;
//! and what only looks like one.

use crate::harness::Case;

/// What must be seen nowhere; the texts below have it as `§`.
const SECRET: &str = "hunter2hunter2hunter2";

const HEAD: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

const OWN: &str = r#"
title = "Queue"
summary = "Orders."
[[services]]
name = "queue"
image = "shop/queue:v1"
user = "65534:65534"
port = 9100
no_healthcheck = "there is nothing else in its image"
resources = { memory = "64MB", cpus = 1, pids = 9 }
"#;

/// Texts with a secret, wherever somebody writes them.
const TEXTS: &[&str] = &[
    // What stands before a host.
    "user:§@host:9090",
    "user:§@10.0.0.1:9090",
    "user:§@[::1]:9090",
    ":§@cache:6379",
    "https://user:§@host",
    "https://§@host/metrics",
    "http://§:@host",
    "//user:§@host/x",
    "//§@host/x",
    "postgres://shop:§@db/shop",
    "mongodb+srv://shop:§@a.example,b.example/shop",
    "redis://:§@cache:6379/0",
    "amqp://shop:§@queue:5672/%2f",
    "postgres://shop:a/§@db/shop",
    "postgres://shop:a@§@db/shop",
    "user:§@tcp(db:3306)/shop",
    "user:§@unix(/run/mysqld.sock)/shop",
    "user:§@/shop",
    "DATA_SOURCE_NAME=postgresql://user:§@db/shop",
    "--dsn=user:§@tcp(db)/shop",
    // Percent-encoded.
    "https%3A%2F%2Fuser%3A§%40host",
    "https%253A%252F%252Fuser%253A§%2540host",
    "https://shop.example/?to%6Ben=§",
    "https://shop.example/?next=https%3A%2F%2Fa%2F%3Ftoken%3D§",
    "user%3A§%40host",
    // Behind a `?` or a `#`.
    "https://shop.example/?token=§",
    "https://shop.example/?key=§",
    "https://shop.example/?a=b&sig=§",
    "https://shop.example/?auth=§",
    "https://shop.example/?access_token=§",
    "https://shop.example/?apiKey=§",
    "https://shop.example/?X-Amz-Signature=a&X-Amz-Security-Token=§",
    "https://shop.example/#access_token=§",
    "/metrics?token=§",
    "jdbc:postgresql://db/shop?user=shop&password=§",
    // Behind a name.
    "host=db user=shop password=§ dbname=shop",
    "password='§' host=db",
    "Server=db;User Id=shop;Password=§;",
    "Server=db;Uid=shop;Pwd=§;",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=§==",
    "Endpoint=sb://a/;SharedAccessKeyName=a;SharedAccessKey=§=",
    "SLACK_TOKEN=§",
    "passwort=§",
    "пароль=§",
    "密码：§",
    "Authorization: Bearer §",
    "Authorization: Basic §",
    "Authorization: GenieKey §",
    "Bearer §",
    "X-Api-Key: §",
    "Cookie: session=§",
    "--password=§",
    "--password §",
    "mysqladmin -p § status",
    "curl -u shop:§ x",
    "{\"client_secret\": \"§\"}",
    "${PASSWORD:-§} password=${PASSWORD:-§}",
    // Webhooks and keys of services.
    "https://hooks.slack.com/services/T0/B0/§",
    "https://hooks.slack.com/triggers/T0/1/§",
    "https://discord.com/api/webhooks/1/§",
    "https://canary.discord.com/api/webhooks/1/§",
    "https://shop.webhook.office.com/webhookb2/§",
    "https://chat.googleapis.com/v1/spaces/AAA/messages?key=a&token=§",
    "https://mattermost.shop.example/hooks/§",
    "https://events.pagerduty.com/integration/§/enqueue",
    "https://api.telegram.org/bot123456:§/sendMessage",
    "123456789:AA§",
    "https://oapi.dingtalk.com/robot/send?access_token=§",
    "https://hooks.zapier.com/hooks/catch/1/§",
    "ghp_§",
    "gho_§",
    "ghs_§",
    "ghu_§",
    "ghr_§",
    "github_pat_§",
    "glpat-§",
    "glrt-§",
    "npm_§",
    "sk-§",
    "sk-proj-§",
    "sk-ant-api03-§",
    "hf_§",
    "dop_v1_§",
    "SG.§.§",
    "AIzaSy§",
    "ASIA§",
    "ya29.§",
    "xoxa-§",
    "xoxe-§",
    "xapp-§",
    "dckr_pat_§",
    "hvs.§",
    "glsa_§",
    "PuTTY-User-Key-File-3: §",
    "-----BEGIN OPENSSH PRIVATE KEY----- §",
    "AGE-SECRET-KEY-1§",
    "$argon2id$v=19$m=1$§",
    "$6$salt$§",
    "$2y$10$§",
    "eyJ§.eyJ§.§",
];

/// Keys whose value is a secret, whatever it looks like.
const KEYS: &[&str] = &[
    "password",
    "PASSWORD",
    "Password2",
    "passwd",
    "pwd",
    "pw",
    "pass",
    "dbPass",
    "passphrase",
    "passcode",
    "secret",
    "secretKey",
    "client_secret",
    "client-secret",
    "apiKey",
    "api.key",
    "api key",
    "access_key",
    "authToken",
    "bearer",
    "authorization",
    "cookie",
    "signing_key",
    "encryptionKey",
    "account_key",
    "sas",
    "SLACK_TOKEN",
    "routing_key",
    "webhook_url",
    "webhook",
    "credentials",
    "psk",
    "password_hash",
    "passwort",
    "kennwort",
    "contraseña",
    "CONTRASEÑA",
    "contrasen\u{303}a",
    "clave",
    "mot_de_passe",
    "motDePasse",
    "senha",
    "parola",
    "wachtwoord",
    "hasło",
    "haslo",
    "heslo",
    "lösenord",
    "salasana",
    "adgangskode",
    "jelszó",
    "lozinka",
    "şifre",
    "mật khẩu",
    "пароль",
    "ПАРОЛЬ",
    "секрет",
    "κωδικός",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "db_密码",
    "ｐａｓｓｗｏｒｄ",
];

/// Texts without a secret.
const HONEST: &[&str] = &[
    "ops@shop.example",
    "mailto:ops@shop.example",
    "Ops <ops@shop.example>",
    "git@github.com:shop/queue",
    "https://shop.example/@user:name",
    "https://shop.example:8443/?page=2#top",
    "https://shop.example/?key=shoes",
    "https://shop.example/?q=token",
    "https://chat.example/hooks/orders",
    "https://wiki.example/runbooks#HighCPU2",
    "postgres://shop@db:5432/shop",
    "redis://cache:6379",
    "backend:8080",
    "[::1]:9090",
    "prom/prometheus:v3.1.0@sha256:0123456789abcdef0123456789abcdef",
    "registry.example:5000/shop/queue:v1@sha256:0123456789abcdef",
    "password=/run/secrets/queue",
    "--password-file=secrets/queue1",
    "--web.enable-token=false",
    "password=$PASSWORD",
    "password=${QUEUE_PASSWORD}",
    "--password <password>",
    "max_tokens=100",
    "tokens_per_second",
    "http_tokens_total",
    "npm_downloads_total",
    "hf_requests_2xx_total",
    "sk-bratislava-node-01:9100",
    "task-hunter2hunter2hunter2",
    "ASIAPACIFICSOUTHEAST",
    "job:token:rate5m",
    "sum by (secret) (rate(http_tokens_total[5m])) > 1",
    "kube_secret_info{secret=\"shop-tls1\"}",
    "up{token=~\"a1b2c3d4\", password!=\"\"} == 1",
    "max_over_time(up[1h:5m]@end())",
    "rate(x[5m:1m]@1609746000)",
    "{path=~\"/a?token=.*\"}",
    "token=(.+)",
    "Rotate the token: see the wiki.",
    "A bearer token is needed.",
    "Basic metrics of the password service",
    "mkdir -p queue/data2",
    "serve -p 9090",
    "run --user 1000:1000",
    "run --user nobody:nogroup",
    "100% of 20% at 12:30",
    "{{ $labels.user }}:{{ $labels.x }}@{{ $labels.y }}",
    "65534:65534",
    "1000000:1000000",
];

/// Keys that say nothing of a secret.
const HONEST_KEYS: &[&str] = &[
    "key",
    "tokens_per_second",
    "max_tokens",
    "http_tokens_total",
    "password_file",
    "token_file",
    "compass",
    "bypass",
    "enclave",
    "cookie_name",
    "key_id",
    "monkey",
    "keyboard",
    "passing",
    "auth",
    "sandbox",
    "hook",
];

/// Nothing that stackgen prints or writes has the secret in it, and all of it is refused.
#[track_caller]
fn refused(what: &str, files: &[(&str, &str)]) {
    let all: [&[&str]; 4] = [
        &["check"],
        &["check", "--format", "json"],
        &["render"],
        &["render", "--diff", "--format", "json"],
    ];
    let mut case = Case::new();
    for (path, text) in files {
        case = case.file(path, &text.replace("§", SECRET));
    }
    for args in all {
        println!("{what}: {}", args.join(" "));
        let ran = case.args(args).run().never_says("hunter2").code(2).wrote_nothing();
        let said = ran.stdout_text().to_owned() + ran.stderr_text();
        assert!(said.contains("secret-literal"), "{said}");
        case = ran.then();
    }
}

/// Nothing in it is taken for a secret.
#[track_caller]
fn honest(what: &str, files: &[(&str, &str)]) -> String {
    let mut case = Case::new();
    for (path, text) in files {
        case = case.file(path, text);
    }
    println!("{what}");
    let ran = case.args(["check"]).run().never_says("secret-literal");
    ran.stdout_text().to_owned() + ran.stderr_text()
}

/// A text in TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[test]
fn texts_with_a_secret_are_refused_wherever_they_stand() {
    for text in TEXTS {
        let text = quoted(text);
        let label = format!("{HEAD}[prometheus]\nexternal_labels = {{ note = {text} }}\n");
        refused(&text, &[("stack.toml", &label)]);
        let target = format!("{HEAD}[apps.shop]\ntargets = [{text}]\n");
        refused(&text, &[("stack.toml", &target)]);
    }
}

#[test]
fn texts_with_a_secret_are_refused_in_integrations() {
    for text in TEXTS {
        let text = quoted(text);
        let spec = format!("{HEAD}[integrations.queue]\n");
        let own = format!("{OWN}environment = {{ A = {text} }}\ncommand = [{text}]\n");
        refused(&text, &[("stack.toml", &spec), ("integrations/queue.toml", &own)]);
    }
}

#[test]
fn keys_of_secrets_hide_what_they_hold() {
    for key in KEYS {
        let key = quoted(key);
        refused(&key, &[("stack.toml", &format!("{HEAD}[grafana]\n{key} = \"§\"\n"))]);
    }
}

#[test]
fn labels_settings_variables_and_arguments_hold_no_secret() {
    let label = format!("{HEAD}[prometheus]\nexternal_labels = {{ db_pass = \"§\" }}\n");
    refused("a label", &[("stack.toml", &label)]);
    let spec = format!("{HEAD}[integrations.queue]\n");
    for line in [
        "environment = { QUEUE_PWD = \"§\" }",
        "environment = { SIGNING_KEY = \"§\" }",
        "environment = { CLIENT_SECRET = \"§\" }",
        "command = [\"--queue.pass\", \"§\"]",
        "command = [\"-p\", \"§\"]",
        "command = [\"-u\", \"queue:§\"]",
        "command = [\"--apiKey=§\"]",
    ] {
        let own = format!("{OWN}{line}\n");
        refused(line, &[("stack.toml", &spec), ("integrations/queue.toml", &own)]);
    }
    let own = format!("{OWN}[settings.bot_token]\nkind = \"line\"\ndescription = \"A token.\"\n");
    let spec = format!("{spec}bot_token = \"§\"\n");
    refused("a setting", &[("stack.toml", &spec), ("integrations/queue.toml", &own)]);
}

#[test]
fn texts_without_a_secret_are_accepted() {
    for text in HONEST {
        let text = quoted(text);
        let label = format!("{HEAD}[prometheus]\nexternal_labels = {{ note = {text} }}\n");
        honest(&text, &[("stack.toml", &label)]);
        let spec = format!("{HEAD}[integrations.queue]\n");
        let own = format!("{OWN}environment = {{ A = {text} }}\ncommand = [{text}]\n");
        honest(&text, &[("stack.toml", &spec), ("integrations/queue.toml", &own)]);
    }
}

#[test]
fn keys_without_a_secret_are_shown() {
    for key in HONEST_KEYS {
        let spec = format!("{HEAD}[grafana]\n{key} = \"shown-as-it-is\"\n");
        let said = honest(key, &[("stack.toml", &spec)]);
        assert!(said.contains("shown-as-it-is"), "{said}");
    }
}

#[test]
fn variables_and_arguments_that_name_a_secret_are_accepted() {
    let spec = format!("{HEAD}[integrations.queue]\n");
    for line in [
        "environment = { PASSWORD_FILE = \"/run/secrets/queue\" }",
        "environment = { QUEUE_TOKEN = \"/run/secrets/queue\" }",
        "environment = { ENABLE_TOKEN = \"true\" }",
        "command = [\"--token\", \"--port=9100\"]",
        "command = [\"--token={= instance =}\"]",
        "command = [\"-p\", \"9100\"]",
        "command = [\"--user\", \"1000:1000\"]",
    ] {
        let own = format!("{OWN}{line}\n");
        honest(line, &[("stack.toml", &spec), ("integrations/queue.toml", &own)]);
    }
}
