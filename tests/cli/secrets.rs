//! A secret that somebody wrote into a file is refused, and never shown: not in a report, not as JSON, not
//! in a diff, not in an output; whatever else is wrong around it.

use crate::harness::Case;

/// What must be seen nowhere. Every case writes it, as part of whatever its kind of secret looks like.
const SECRET: &str = "hunter2hunter2hunter2";

const HEAD: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// Runs everything that might show what a spec holds.
#[track_caller]
fn never_shown(what: &str, files: &[(&str, &str)]) {
    let all: [&[&str]; 6] = [
        &["check"],
        &["check", "--format", "json"],
        &["render"],
        &["render", "--diff", "--format", "json"],
        &["render", "--check", "--diff", "-v"],
        &["test"],
    ];
    for args in all {
        let mut case = Case::new();
        for (path, text) in files {
            case = case.file(path, &text.replace("SECRET", SECRET));
        }
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        println!("{what}: {}", args.join(" "));
        case.args(args).run().never_says(SECRET).never_says("hunter2").code(2).tree(paths);
    }
}

/// One that also must be called what it is.
#[track_caller]
fn refused(what: &str, line: &str) {
    let spec = format!("{HEAD}{line}\n");
    never_shown(what, &[("stack.toml", &spec)]);
    Case::new()
        .spec(&spec.replace("SECRET", SECRET))
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("error[secret-literal]");
}

#[test]
fn secrets_by_the_name_of_their_key() {
    for (what, line) in [
        ("a key that has a file", "[receivers.a]\ntype = \"pagerduty\"\nrouting_key = \"SECRET\""),
        ("a bot's token", "[receivers.a]\ntype = \"telegram\"\nchat_id = 1\ntoken = \"SECRET\""),
        ("a key that means nothing", "[grafana]\nsmtp_password = 'SECRET'"),
        ("an inline table", "grafana = { admin_password = \"SECRET\" }"),
        ("a dotted key", "grafana.admin_password = \"SECRET\""),
        ("a text over lines", "[grafana]\nadmin_password = \"\"\"\nSECRET\n\"\"\""),
        ("a setting", "[integrations.node]\npassword = \"SECRET\""),
        ("a list", "[grafana]\nadmin_password = [\"SECRET\"]\ntoken = \"SECRET\""),
    ] {
        refused(what, line);
    }
}

#[test]
fn secrets_by_what_they_look_like() {
    for (what, line) in [
        (
            "Slack",
            "[receivers.a]\ntype = \"webhook\"\nurl = \"https://hooks.slack.com/services/T0/B0/SECRET\"",
        ),
        (
            "Discord",
            "[receivers.a]\ntype = \"webhook\"\nurl = \"https://discord.com/api/webhooks/1/SECRET\"",
        ),
        (
            "a URL with a password",
            "[prometheus]\nexternal_url = \"https://me:SECRET@shop.example/\"",
        ),
        ("a URL with a token", "[probes.a]\nurls = [\"https://shop.example/?token=SECRET\"]"),
        ("a label", "[prometheus]\nexternal_labels = { a = \"ghp_SECRET\" }"),
        ("a name", "[routing]\nP0 = [\"xoxb-SECRET\"]"),
        ("an unknown key", "[integrations.node]\ndsn = \"postgres://a:SECRET@db/shop\""),
        ("a key", "[receivers]\n\"https://hooks.slack.com/services/T0/B0/SECRET\" = 1"),
        ("a web token", "[prometheus]\nexternal_labels = { a = \"eyJSECRET.eyJSECRET.SECRET\" }"),
    ] {
        refused(what, line);
    }
}

#[test]
fn secrets_beside_other_mistakes() {
    for (what, text) in [
        ("on the same line", "grafana = { admin_password = \"SECRET\", prot = 1, port = \"x\" }"),
        ("two on a line", "grafana = { password = \"SECRET\", nam = \"xoxb-SECRET\" }"),
        ("on the line before", "[grafana]\nadmin_password = \"SECRET\"\nprot = 1"),
        (
            "between two places of one report",
            "[apps.a]\ntargets = [\"a:1\",\n\"https://a:SECRET@b/\",\n\"a:1\"]",
        ),
        ("a table nobody knows", "[gafana]\nadmin_password = \"SECRET\""),
        ("a number", "[grafana]\nadmin_password = 1\ntoken = \"SECRET\""),
        ("twice", "[grafana]\nadmin_password = \"SECRET\"\nadmin_password = \"SECRET\""),
    ] {
        never_shown(what, &[("stack.toml", &format!("{HEAD}{text}\n"))]);
    }
}

#[test]
fn secrets_in_broken_text() {
    for (what, text) in [
        ("no closing quote", "[grafana]\nadmin_password = \"SECRET\n"),
        ("no quotes", "[grafana]\nadmin_password = SECRET\n"),
        ("something behind", "[grafana]\nadmin_password = \"SECRET\" x\n"),
        ("an inline table that does not end", "grafana = { admin_password = \"SECRET\"\n"),
        ("another language", "grafana:\n  admin_password: SECRET\n"),
        ("no `=`", "[grafana]\nadmin_password \"SECRET\"\n"),
        (
            "a text over lines that does not end",
            "[grafana]\npassword = \"\"\"\nSECRET\n\nSECRET\n[x\n",
        ),
        ("a URL without quotes", "[prometheus]\nexternal_url = https://me:SECRET@shop.example\n"),
        ("a comment beside a mistake", "[grafana] x # password = \"SECRET\"\n"),
    ] {
        never_shown(what, &[("stack.toml", &format!("{HEAD}{text}"))]);
    }
}

#[test]
fn secrets_in_own_integrations() {
    let head = "title = \"Queue\"\nsummary = \"Orders.\"\n";
    let service = "[[services]]\nname = \"queue\"\nimage = \"shop/queue:1\"\nuser = \"1:1\"\nport = 1\n\
        resources = { memory = \"64MB\", cpus = 1, pids = 9 }\n";
    for (what, text) in [
        ("an unknown key", "password = \"SECRET\"\n".to_owned()),
        ("a setting's default", "[settings.url]\nkind = \"url\"\ndescription = \"x\"\ndefault = \"https://a:SECRET@b/\"\n".to_owned()),
        ("an environment variable", format!("{service}environment = {{ QUEUE_PASSWORD = \"SECRET\" }}\n")),
        ("an argument", format!("{service}command = [\"--queue.password=SECRET\"]\n")),
        ("the argument after its name", format!("{service}command = [\"--token\", \"SECRET\"]\n")),
        ("the command that applies it", format!("{service}apply_secrets = [\"queue\", \"--password\", \"SECRET\"]\n")),
        ("broken text", "password = \"SECRET\n".to_owned()),
    ] {
        let spec = format!("{HEAD}[integrations.queue]\n");
        let own = format!("{head}{text}");
        never_shown(what, &[("integrations/queue.toml", &own), ("stack.toml", &spec)]);
    }
}
