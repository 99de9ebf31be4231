//! `stackgen init` at a real terminal.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Case, Ran};
use crate::support::session::{Ended, Session};

const ENTER: &str = "\r";
const DOWN: &str = "\u{1b}[B";
const ESCAPE: &str = "\u{1b}";
const CTRL_C: &str = "\u{3}";

/// An application of three services.
const COMPOSE: &str = r#"
services:
  api:
    build: .
    ports: ["8080:8080"]
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: canary-7c1f
  cache:
    image: redis:8
"#;

/// The questions, in their order.
const QUESTIONS: [&str; 9] = [
    "Which services do you want to monitor?",
    "Does api expose Prometheus metrics?",
    "What is the stack called?",
    "How do alerts reach you?",
    "Which Slack channel?",
    "Which time zone are your working hours in?",
    "When are you at work, Monday to Friday?",
    "Which preset?",
    "Write stack.toml, stackgen.schema.json and .gitignore?",
];

fn shop() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    fs::create_dir(folder.path().join("shop")).expect("it can be made");
    fs::write(folder.path().join("shop/compose.yaml"), COMPOSE).expect("it can be written");
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be read");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("it can be read").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Takes the default of every question, up to one.
fn defaults_before(session: &mut Session, question: usize) {
    for text in &QUESTIONS[..question] {
        session.at(text, ENTER);
    }
}

fn by_defaults(folder: &Path, columns: u16, environment: &str) -> Ended {
    let mut session = Session::start(folder, columns, environment, "init");
    // A narrow terminal breaks the lines of long questions.
    for text in QUESTIONS {
        let start: String = text.chars().take(usize::from(columns) - 30).collect();
        session.at(&start, ENTER);
    }
    session.at("What next?", ENTER);
    session.end()
}

#[test]
fn ten_keys_write_what_flags_write() {
    let at_terminal = shop();
    let folder = at_terminal.path().join("shop");
    let ended = by_defaults(&folder, 80, "");
    assert_eq!(ended.code, Some(0), "{}", ended.text);
    assert!(ended.pressed <= 10, "{} keys", ended.pressed);
    assert!(!ended.cursor_is_hidden);
    assert!(!ended.text.contains("canary-7c1f"), "{}", ended.text);
    // It was also rendered.
    assert!(folder.join("monitoring/prometheus/prometheus.yml").is_file(), "{}", ended.text);
    let by_flags = shop();
    let other = by_flags.path().join("shop");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.args(["init", "--then", "render", "--monitor", "api,db,cache", "--metrics", "none"]);
    command.args(["--name", "shop-monitoring", "--receiver", "slack", "--channel", "#alerts"]);
    command.args(["--timezone", "Europe/Berlin", "--working-hours", "09:00-18:00"]);
    command.args(["--preset", "standard"]).current_dir(&other).env("TZ", "UTC");
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    for name in ["stack.toml", ".gitignore", "stackgen.schema.json"] {
        let read = |folder: &Path| fs::read_to_string(folder.join(name)).expect("it is there");
        assert_eq!(read(&folder), read(&other), "{name}");
    }
    assert_eq!(names(&folder), names(&other));
}

#[test]
fn what_it_writes_passes_the_checks() {
    let folder = shop();
    let folder = folder.path().join("shop");
    assert_eq!(by_defaults(&folder, 80, "").code, Some(0));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stackgen"));
    let output = command.args(["check", "--deny-warnings"]).current_dir(&folder).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn leaving_at_any_question_writes_nothing_and_shows_the_cursor() {
    for (question, text) in QUESTIONS.iter().enumerate() {
        for key in [CTRL_C, ESCAPE] {
            let folder = shop();
            let folder = folder.path().join("shop");
            let mut session = Session::start(&folder, 80, "", "init");
            defaults_before(&mut session, question);
            session.at(text, key);
            let ended = session.end();
            assert_eq!(ended.code, Some(130), "{text} {key:?}: {}", ended.text);
            assert!(!ended.cursor_is_hidden, "{text} {key:?}");
            assert!(ended.text.contains("nothing was written"), "{text} {key:?}: {}", ended.text);
            assert_eq!(names(&folder), ["compose.yaml"], "{text} {key:?}");
        }
    }
}

#[test]
fn a_narrow_terminal_shows_every_question_whole() {
    for environment in ["", "NO_COLOR=1"] {
        let folder = shop();
        let folder = folder.path().join("shop");
        let ended = by_defaults(&folder, 60, environment);
        assert_eq!(ended.code, Some(0), "{}", ended.text);
        assert!(folder.join("stack.toml").is_file(), "{}", ended.text);
        let questions = ended.text.matches("Which preset?").count();
        assert_eq!(questions, 1, "it was drawn more than once:\n{}", ended.text);
    }
}

#[test]
fn one_can_go_back_search_and_be_asked_again() {
    let folder = shop();
    let folder = folder.path().join("shop");
    let mut session = Session::start(&folder, 80, "", "init --then nothing");
    session.at(QUESTIONS[0], ENTER).at(QUESTIONS[1], " ").at(QUESTIONS[1], ENTER);
    session.at("Which library makes the HTTP metrics of api?", ENTER);
    // Back to the library, and from there to whether there are metrics at all.
    session.at(QUESTIONS[2], "<").at("> [shop-monitoring] <", ENTER);
    session.at("watch only whether it is up", DOWN).at("Which library", ENTER);
    session.at(QUESTIONS[2], "shop\r");
    session.at("own project", "ops\r");
    for text in &QUESTIONS[3..5] {
        session.at(text, ENTER);
    }
    session.at(QUESTIONS[5], "tok\r").at(QUESTIONS[6], "9-17\r").at("is not a time of day", ENTER);
    session.at(QUESTIONS[7], ENTER).at(QUESTIONS[8], ENTER);
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.text);
    let spec = fs::read_to_string(folder.join("stack.toml")).expect("it is written");
    for part in ["name = \"ops\"", "[apps.api]", "convention = ", "timezone = \"Asia/Tokyo\""] {
        assert!(spec.contains(part), "{part} is not in\n{spec}");
    }
}

#[test]
fn nobody_is_asked_with_yes_in_ci_or_without_a_terminal() {
    for (environment, args) in [
        ("", "init --yes"),
        ("CI=true", "init"),
        ("", "init </dev/null"),
        ("", "init --format json"),
    ] {
        let folder = shop();
        let folder = folder.path().join("shop");
        let ended = Session::start(&folder, 100, environment, args).end();
        assert_eq!(ended.code, Some(0), "{environment} {args}: {}", ended.text);
        assert!(!ended.text.contains("Esc cancels"), "{environment} {args}: {}", ended.text);
        assert!(folder.join("stack.toml").is_file(), "{environment} {args}: {}", ended.text);
    }
}

/// Takes the defaults, with some flags.
#[track_caller]
fn unattended(case: Case, flags: &[&str]) -> Ran {
    case.file("compose.yaml", COMPOSE).args(["init", "--yes"]).args(flags).run()
}

#[test]
fn a_flag_that_is_not_asked_for_says_why() {
    for (flags, why) in [
        (&["--preset", "minimal", "--receiver", "slack"][..], "minimal has no Alertmanager"),
        (&["--metrics-at", "api=9102"], "name the app with --metrics"),
        (&["--convention", "express"], "name the app with --metrics"),
        (&["--receiver", "pagerduty", "--channel", "#ops"], "another type of receiver"),
    ] {
        unattended(Case::new(), flags).code(2).stderr_has("is not asked here").stderr_has(why);
    }
}

#[test]
fn the_metrics_of_an_app_can_be_at_another_port_than_its_pages() {
    let flags = ["--metrics", "api", "--metrics-at", "api=9102/internal"];
    let ran = unattended(Case::new(), &flags).code(0).file_has("stack.toml", "api:9102");
    ran.file_has("stack.toml", "metrics_path = \"/internal\"");
}

#[test]
fn every_way_to_be_reached_passes_the_checks() {
    let mail =
        ["--to=a@b.example", "--smtp-from=m@b.example", "--smtp-smarthost=smtp.b.example:587"];
    for preset in ["standard", "production"] {
        for (receiver, more) in [
            ("slack", &[][..]),
            ("email", &mail),
            ("pagerduty", &[]),
            ("opsgenie", &[]),
            ("discord", &[]),
            ("msteams", &[]),
            ("telegram", &["--chat-id=-100"]),
            ("webhook", &[]),
        ] {
            let flags = [&["--preset", preset, "--receiver", receiver], more].concat();
            let ran = unattended(Case::new(), &flags).code(0);
            ran.then().args(["check", "--deny-warnings"]).run().code(0);
        }
    }
    let ran = unattended(Case::new(), &["--preset", "minimal"]).code(0);
    ran.then().args(["check", "--deny-warnings"]).run().code(0);
}

#[test]
fn a_file_in_place_of_the_secrets_folder_is_told_before_anything_is_written() {
    unattended(Case::new().file("secrets", "mine"), &[])
        .code(3)
        .stderr_has("cannot write secrets: it is a file, and the secrets need a folder")
        .wrote_nothing();
}

#[test]
fn an_application_without_services_is_told_as_such() {
    let case = Case::new().file("compose.yaml", "services: {}").args(["init", "--yes"]);
    case.run().code(0).stderr_has("the Compose file has no services").never_says("0 services");
}

#[test]
fn a_service_with_a_name_of_the_stacks_own_is_told() {
    let services = "  db: { image: postgres }\n  alertmanager: { image: prom/alertmanager }\n";
    let apart = "  grafana: { image: grafana/grafana, networks: [apart] }\nnetworks: { apart: }\n";
    let compose = format!("name: shop\nservices:\n{services}{apart}");
    let ran = Case::new().file("compose.yaml", &compose).args(["init", "--yes"]).run().code(0);
    let ran = ran.stderr_has(
        "alertmanager: the stack has a service of this name too, and joins shop_default",
    );
    ran.stderr_has("remove or rename it").never_says("grafana: the stack has");
}
