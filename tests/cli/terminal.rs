//! What a user sees and presses on a terminal.

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::fake_engine::{self, FakeEngine};
use crate::support::session::Session;

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";
const SHOW_CURSOR: &str = "\u{1b}[?25h";

/// What came of a command on a terminal.
struct Shown {
    code: Option<i32>,
    text: String,
}

/// Runs stackgen on a terminal of some width, with an engine for its folder; when it has shown a text,
/// presses a key.
fn on_terminal(
    engine: fn(&Path) -> FakeEngine,
    columns: u16,
    environment: &str,
    args: &str,
    key: Option<(&str, &str)>,
) -> Shown {
    let folder: TempDir = tempfile::tempdir().expect("a folder for temporary files");
    fs::write(folder.path().join("stack.toml"), SPEC).expect("it can be written");
    let engine = engine(folder.path());
    let environment = format!("DOCKER_HOST={} {environment}", engine.host());
    let mut session = Session::start(folder.path(), columns, &environment, args);
    if let Some((after, key)) = key {
        session.at(after, key);
    }
    let ended = session.end();
    Shown { code: ended.code, text: ended.raw }
}

fn with_volumes(folder: &Path) -> FakeEngine {
    let volume = fake_engine::volume(folder);
    FakeEngine::new(&[("/volumes", json!({ "Volumes": [volume] }))])
}

fn with_a_container(folder: &Path) -> FakeEngine {
    let labels: Json = json!({
        "com.docker.compose.project": "shop",
        "com.docker.compose.service": "prometheus",
        "com.docker.compose.project.working_dir": folder.join("monitoring"),
        "stackgen.service-hash": "another",
    });
    let container = json!([{
        "Id": "0123456789ab", "Names": ["/shop-prometheus-1"], "Labels": labels,
        "Image": "registry.example/a/very/long/path/of/an/image/prometheus:v3.5.0-with-a-long-tag",
        "ImageID": "sha256:1", "State": "running", "Status": "Up 2 hours (healthy)", "Created": 1,
        "Ports": [{ "IP": "127.0.0.1", "PrivatePort": 9090, "PublicPort": 9090, "Type": "tcp" }],
    }]);
    FakeEngine::new(&[("/containers/json", container)])
}

/// A text without what drives the terminal.
fn plain(text: &str) -> String {
    let sequence = regex::Regex::new("\u{1b}\\[[?0-9;]*[A-Za-z]").expect("an expression");
    sequence.replace_all(text, "").replace('\r', "")
}

#[test]
fn an_interrupt_at_a_question_ends_with_130_and_the_cursor_is_there_again() {
    let question = "Delete them and all their data?";
    for (name, key) in [("Ctrl-C", "\u{3}"), ("Escape", "\u{1b}")] {
        let args = "down --volumes";
        let shown = on_terminal(with_volumes, 80, "", args, Some((question, key)));
        assert_eq!(shown.code, Some(130), "{name}: {:?}", shown.text);
        assert!(plain(&shown.text).contains("nothing was removed"), "{name}: {:?}", shown.text);
        let hidden = shown.text.rfind("\u{1b}[?25l");
        assert!(shown.text.rfind(SHOW_CURSOR) >= hidden, "{name}: {:?}", shown.text);
    }
}

#[test]
fn a_question_takes_yes_and_no() {
    let question = Some(("Delete them and all their data?", "n"));
    let shown = on_terminal(with_volumes, 80, "", "down --volumes", question);
    assert_eq!(shown.code, Some(1), "{:?}", shown.text);
    let question = Some(("Delete them and all their data?", "y"));
    let shown = on_terminal(with_volumes, 80, "", "down --volumes", question);
    assert_eq!(shown.code, Some(0), "{:?}", shown.text);
    assert!(plain(&shown.text).contains("its data is gone"), "{:?}", shown.text);
}

#[test]
fn the_state_of_a_stack_fits_the_terminal_and_is_coloured() {
    for columns in [40, 60, 80, 120] {
        let shown = on_terminal(with_a_container, columns, "", "status", None);
        assert_eq!(shown.code, Some(1), "{:?}", shown.text);
        assert!(shown.text.contains("\u{1b}[32m"), "{:?}", shown.text);
        let text = plain(&shown.text);
        let table: Vec<_> =
            text.lines().take_while(|line| !line.contains("cannot determine")).collect();
        assert!(table.len() >= 3, "{text}");
        for line in table {
            assert!(line.chars().count() <= columns.into(), "{columns}: {line:?}\n{text}");
        }
    }
    let shown = on_terminal(with_a_container, 80, "NO_COLOR=1", "status", None);
    assert!(!shown.text.contains("\u{1b}[3"), "{:?}", shown.text);
}

#[test]
fn a_watch_draws_in_place_says_how_to_end_and_leaves_the_terminal_as_it_was() {
    let key = Some(("Ctrl-C ends", "\u{3}"));
    let shown = on_terminal(with_a_container, 80, "", "status --watch", key);
    assert_eq!(shown.code, Some(130), "{:?}", shown.text);
    let (enter, leave) = ("\u{1b}[?1049h", "\u{1b}[?1049l");
    assert_eq!(shown.text.matches(enter).count(), 1, "{:?}", shown.text);
    let (_, after) = shown.text.split_once(leave).expect("it leaves the second screen");
    assert!(plain(after).contains("prometheus"), "the last view stays: {after:?}");
    assert!(shown.text.rfind(SHOW_CURSOR) > shown.text.rfind("\u{1b}[?25l"));
}
