//! Types of receivers of the user's own: TOML files in `receivers/` beside the spec.

use crate::harness::Case;
use crate::support::cases;

const SPEC: &str = "
    version = 1
    name = \"shop\"
    [receivers.bell]
    type = \"gong\"
    ";

/// A type whose entry Alertmanager takes.
const GONG: &str = "
    title = \"Gong\"
    summary = \"The gong in the hall.\"
    configs = \"webhook_configs\"
    for_programs = true
    [settings.url_file]
    kind = \"secret-file\"
    description = \"The file with its URL.\"
    required = true
    example = \"secrets/gong-url\"
    [settings.strokes]
    kind = \"integer\"
    description = \"How many strokes.\"
    default = 3
    [fields]
    url_file = \"{= settings.url_file =}\"
    max_alerts = \"{= settings.strokes =}\"
    ";

const ROUTED: &str = "    url_file = \"secrets/gong\"\n    [routing]\n    P0 = [\"bell\"]\n    P1 = [\"bell\"]\n    P2 = [\"bell\"]\n";

fn case(spec: &str, gong: &str) -> Case {
    Case::new().spec(spec).file("receivers/gong.toml", gong)
}

#[test]
fn an_own_type_is_used_like_a_built_in_one() {
    case(&format!("{SPEC}{ROUTED}"), GONG)
        .args(["render"])
        .run()
        .code(0)
        .file_has(
            "monitoring/alertmanager/alertmanager.yml",
            "url_file: \"/run/secrets/receiver.bell.url\"",
        )
        .file_has("monitoring/alertmanager/alertmanager.yml", "max_alerts: 3\n")
        .file_has("monitoring/docker-compose.monitoring.yml", "secrets/gong");
}

#[test]
fn without_its_file_the_spec_is_told_how_to_write_it() {
    Case::new()
        .spec(SPEC)
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("the type of a receiver is one of \"discord\", ")
        .stderr_has("write `receivers/gong.toml`, as docs/receivers.md shows");
}

#[test]
fn all_mistakes_of_a_use_are_shown_with_their_places() {
    case(&format!("{SPEC}    stroks = 2\n    send_resolved = \"no\"\n"), GONG)
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("a receiver of type gong needs `url_file`")
        .stderr_has("for example: url_file = \"secrets/gong-url\"")
        .stderr_has("unknown key `stroks` in a receiver of type gong")
        .stderr_has("did you mean `strokes`?")
        .stderr_has("expected a boolean, found a string");
}

#[test]
fn a_broken_own_type_is_reported_as_precisely_as_a_spec() {
    for (from, to, said) in [
        ("summary", "sumary", "unknown key `sumary` in a type of receiver"),
        ("secret-file", "secret-fil", "did you mean \"secret-file\"?"),
        ("settings.strokes =}", "settings.stroke =}", "a variable that does not exist is used"),
        ("for_programs = true", "dialect = \"slak\"", "did you mean `slack`?"),
        (
            "for_programs = true",
            "either = { settings = [\"strocks\"], help = \"x\" }",
            "did you mean `strokes`?",
        ),
        (
            "max_alerts = ",
            "bot_token = \"hunter2hunter2hunter2\"\n    max_alerts = ",
            "`bot_token` holds a secret",
        ),
        (
            "max_alerts = ",
            "http = { password = \"hunter2hunter2\" }\n    max_alerts = ",
            "`password` holds a secret",
        ),
    ] {
        assert!(GONG.contains(from), "{from}");
        let ran = case(&format!("{SPEC}{ROUTED}"), &GONG.replacen(from, to, 1))
            .args(["check"])
            .run()
            .code(2)
            .stderr_has(said)
            .stderr_has("--> receivers/gong.toml:");
        assert!(!ran.stderr_text().contains("hunter2"), "{}", ran.stderr_text());
    }
}

#[test]
fn a_secret_in_place_of_its_file_is_refused_and_not_shown() {
    let ran = case(
        &format!(
            "{SPEC}    url = \"https://hooks.slack.com/services/T000/B000/XXXXXXXXXXXXXXXX\"\n"
        ),
        GONG,
    )
    .args(["check"])
    .run()
    .code(2)
    .stderr_has("error[secret-literal]");
    assert!(!ran.stderr_text().contains("XXXXXXXX"), "{}", ran.stderr_text());
}

#[test]
fn a_file_that_was_likely_meant_as_a_type_is_told() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .file("receivers/gong.tml", GONG)
        .args(["check"])
        .run()
        .code(0)
        .stderr_has("receivers/gong.tml is not read")
        .stderr_has("a type of receiver is a file whose name ends in .toml")
        .stderr_has("rename it to gong.toml");
}

#[test]
fn one_that_replaces_a_built_in_type_is_told() {
    let spec = SPEC.replace("gong", "webhook") + ROUTED;
    Case::new()
        .spec(&spec)
        .file("receivers/webhook.toml", GONG)
        .args(["check"])
        .run()
        .code(0)
        .stderr_has("this replaces stackgen's own type of receiver `webhook`")
        .stderr_has("--> receivers/webhook.toml:1:1");
}

#[test]
fn commands_know_it() {
    let file = cases::repository("tests/cases/valid/own-receiver/receivers/pushover.toml");
    let pushover = std::fs::read_to_string(file).expect("the case is there");
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"standard\"\n")
        .file("receivers/pushover.toml", &pushover)
        .args([
            "add", "receiver", "phone", "--type", "pushover", "--sound", "siren", "--tier", "P0",
        ])
        .run()
        .code(0)
        .file_has("stack.toml", "type = \"pushover\"")
        .file_has("stack.toml", "sound = \"siren\"");
}
