//! The output folder as it is found on other people's machines: modes, line endings, and files that are
//! not from the spec.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::harness::{Case, Ran};
use crate::support::skip::skip;

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    ";

/// A rule that Prometheus would load.
const MINE: &str = "groups: [{ name: mine, rules: [{ alert: Mine, expr: \"vector(1)\" }] }]\n";

#[track_caller]
fn rendered() -> Ran {
    Case::new().spec(SHOP).args(["render"]).run().code(0)
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("the case's own");
}

/// The permission bits of everything below a folder, each once.
fn modes(folder: &Path, found: &mut Vec<(bool, u32)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let metadata = entry.metadata().expect("it is there");
        let seen = (metadata.is_dir(), metadata.permissions().mode() & 0o7777);
        if !found.contains(&seen) {
            found.push(seen);
        }
        if metadata.is_dir() {
            modes(&entry.path(), found);
        }
    }
}

#[test]
fn containers_can_read_what_is_rendered_whatever_the_umask() {
    for umask in ["077", "027", "007"] {
        let script = format!("umask {umask}; exec {} render", env!("CARGO_BIN_EXE_stackgen"));
        let ran = Case::new().spec(SHOP).program("sh").args(["-c", &script]).run().code(0);
        let mut found = Vec::new();
        modes(ran.path(), &mut found);
        found.retain(|seen| *seen != (false, 0o644) && *seen != (true, 0o755));
        assert_eq!(found, [], "umask {umask}");
    }
}

#[test]
fn a_tree_that_containers_cannot_read_is_told_and_made_readable() {
    let ran = rendered();
    let folder = ran.path().join("monitoring");
    // As after a `git clone` under umask 077.
    chmod(&folder.join("prometheus/rules/node.yml"), 0o600);
    chmod(&folder.join("grafana"), 0o700);
    let closed = "containers cannot read monitoring/grafana (mode 0700) and 1 more";
    let ran = ran
        .then()
        .args(["render", "--check"])
        .run()
        .code(0)
        .stderr_has("monitoring is what the spec says\n")
        .stderr_has(&format!("warning: {closed}\nhelp: make them readable: stackgen render\n"));
    let report = ran.then().args(["render", "--check", "--format", "json"]).run().code(0);
    let unreadable = &report.json()["result"]["files"]["unreadable"];
    assert_eq!(*unreadable, json!(["grafana", "prometheus/rules/node.yml"]));
    let ran = report
        .then()
        .args(["render"])
        .run()
        .code(0)
        .stderr_has("made 2 of the files and folders readable for containers\n");
    let mut found = Vec::new();
    modes(&folder, &mut found);
    found.sort_unstable();
    assert_eq!(found, [(false, 0o644), (true, 0o755)]);
    ran.then().args(["render"]).run().code(0).stderr_has("is up to date").wrote_nothing();
}

#[test]
fn git_leaves_line_endings_alone() {
    let ran = rendered();
    let Some(clone) = cloned(&ran) else { return };
    let check = ["render", "--check"];
    clone.then().args(check).run().code(0).stderr("monitoring is what the spec says\n");
}

#[test]
fn a_tree_that_git_converted_is_not_edited_by_hand() {
    let ran = rendered();
    // As an older version rendered it.
    fs::remove_file(ran.path().join("monitoring/.gitattributes")).expect("it was rendered");
    let Some(clone) = cloned(&ran) else { return };
    let rules = "monitoring/prometheus/rules/node.yml";
    let clone = clone.file_has(rules, "groups:\r\n");
    let checked = clone
        .then()
        .args(["render", "--check", "--diff"])
        .run()
        .code(1)
        .stdout_has("Only the line endings of a/prometheus/rules/node.yml and b/")
        .stderr_has("update prometheus/rules/node.yml\n")
        .never_says("edited");
    let ran = checked.then().args(["render"]).run().code(0);
    assert!(!fs::read_to_string(ran.path().join(rules)).expect("it is there").contains('\r'));
    ran.then().args(check_args()).run().code(0);
}

fn check_args() -> [&'static str; 2] {
    ["render", "--check"]
}

/// The folder of a run, committed, and cloned as Git for Windows does it. `None` where there is no git.
fn cloned(ran: &Ran) -> Option<Ran> {
    if Command::new("git").arg("--version").output().is_err() {
        skip("line endings", "there is no git", "install git");
        return None;
    }
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=x", "-c", "user.email=x@example.com"]);
        command.args(["-c", "core.autocrlf=true", "-c", "init.defaultBranch=main"]);
        command.args(args).current_dir(ran.path()).env("HOME", ran.path());
        let output = command.env("GIT_CONFIG_NOSYSTEM", "1").output().expect("git runs");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    let clone = Case::new();
    let target = clone.path().to_str().expect("a temporary folder's name is UTF-8").to_owned();
    git(&["clone", "--quiet", ".", &target]);
    Some(clone.args(["schema"]).run().code(0))
}

#[test]
fn a_spec_in_other_line_endings_renders_the_same_and_is_no_other_spec() {
    let ran = rendered();
    let crlf = "\u{feff}version = 1\r\nname = \"shop\"\r\npreset = \"minimal\"\r\n";
    for text in [crlf.to_owned(), crlf.replace("\r\n", "\r")] {
        let case = Case::new().copy_of(ran.path()).bytes("stack.toml", text.as_bytes());
        case.args(["render"]).run().code(0).stderr_has("is up to date").wrote_nothing();
    }
}

#[test]
fn a_mistake_is_pointed_at_in_the_same_place_whatever_the_line_endings() {
    let text =
        "version = 1\nname = \"shop\" # ä\n\n[alerts.HighCPUUsage]\ntreshold = 90\nfor = 5\n";
    let said = |text: &str| {
        let ran = Case::new().bytes("stack.toml", text.as_bytes()).args(["check"]).run().code(2);
        ran.stderr_text().to_owned()
    };
    let usual = said(text);
    assert!(usual.contains("stack.toml:5:1"), "{usual}");
    for other in ["\r\n", "\r", "\r\r\n"] {
        assert_eq!(said(&text.replace('\n', other)), usual, "{other:?}");
        assert_eq!(said(&format!("\u{feff}{}", text.replace('\n', other))), usual, "{other:?}");
    }
    // The first line is the first column, also behind a mark.
    assert_eq!(said("\u{feff}vershun = 1\n"), said("vershun = 1\n"));
}

#[test]
fn a_carriage_return_inside_a_line_is_refused_where_it_is() {
    Case::new()
        .bytes("stack.toml", b"version = 1\n# a\rname = \"x\"\nname = \"shop\"\n")
        .args(["check"])
        .run()
        .code(2)
        .stderr_has(" --> stack.toml:2:");
}

#[test]
fn what_windows_calls_unicode_is_refused_with_the_way_out() {
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    Case::new()
        .bytes("stack.toml", &utf16("version = 1\r\n"))
        .args(["check"])
        .run()
        .code(2)
        .stderr(
            "
        error: stack.toml is UTF-16, not UTF-8
        help: save it as UTF-8 in your editor, or convert it with iconv -f UTF-16 -t UTF-8
        ",
        );
}

/// What is loaded by a pattern, whoever put it there.
const LOADED: [&str; 7] = [
    "prometheus/rules/mine.yml",
    "prometheus/rules/.#node.yml",
    "prometheus/tests/mine.yml",
    "grafana/dashboards/mine.json",
    "grafana/dashboards/team/mine.json",
    "grafana/provisioning/alerting/mine.yaml",
    "grafana/provisioning/alerting/mine.json",
];

#[test]
fn what_somebody_put_among_the_loaded_files_is_drift_and_is_left_alone() {
    for path in LOADED {
        let at = format!("monitoring/{path}");
        let warning = format!("warning: {at} is not from the spec, and is loaded with");
        let ran = rendered()
            .then()
            .file(&at, MINE)
            .args(check_args())
            .run()
            .code(1)
            .stdout(&format!("foreign {path}\n"))
            .stderr_has("monitoring is not what the spec says\nhelp: stackgen leaves such files")
            .never_says("commit what it writes")
            .then()
            .args(["render"])
            .run()
            .code(0)
            .stderr_has(&warning)
            .then()
            .args(["render", "--force"])
            .run()
            .code(0)
            .stderr_has(&warning)
            .file(&at, MINE);
        let ran = ran.then().args(check_args()).args(["--format", "json"]).run().code(1);
        assert_eq!(ran.json()["result"]["files"]["foreign"], json!([path]));
        fs::remove_file(ran.path().join(&at)).expect("it was left alone");
        ran.then().args(check_args()).run().code(0);
    }
}

#[test]
fn what_nothing_loads_is_nobodys_business() {
    let mut case = rendered().then();
    for path in [
        "README.md",
        "prometheus/notes.txt",
        "prometheus/rules/node.yml~",
        "prometheus/rules/.node.yml.swp",
        "prometheus/rules/README.md",
        "prometheus/rules/old/mine.yml",
        "grafana/dashboards/mine.json.bak",
        "runbooks/Mine.md",
    ] {
        case = case.file(&format!("monitoring/{path}"), MINE);
    }
    let ran = case.args(check_args()).run().code(0).never_says("foreign");
    ran.then().args(["render"]).run().code(0).never_says("not from the spec");
}

#[test]
fn the_lock_of_an_editor_is_a_file_as_well() {
    let ran = rendered();
    let link = ran.path().join("monitoring/prometheus/rules/.#node.yml");
    symlink("me@host.1234:5678", link).expect("the case's folder can be written");
    ran.then().args(check_args()).run().code(1).stdout("foreign prometheus/rules/.#node.yml\n");
}

#[test]
fn what_is_kept_because_it_was_edited_is_drift_as_long_as_it_is_loaded() {
    let without = format!("{SHOP}[integrations.node]\n    enabled = false\n");
    let ran = rendered()
        .then()
        .file("monitoring/prometheus/rules/node.yml", MINE)
        .file("monitoring/runbooks/HighCPUUsage.md", "mine\n")
        .spec(&without)
        .args(["render"])
        .run()
        .code(0)
        .then()
        .args(check_args())
        .run()
        .code(1)
        .stdout("kept prometheus/rules/node.yml\nkept runbooks/HighCPUUsage.md\n");
    fs::remove_file(ran.path().join("monitoring/prometheus/rules/node.yml")).expect("it was kept");
    ran.then().args(check_args()).run().code(0);
}

#[test]
fn a_refused_render_shows_the_edits_alone_and_how_to_see_all() {
    // A change of the spec that changes every dashboard, and one edit.
    let ran = rendered()
        .then()
        .file("monitoring/prometheus/rules/node.yml", "# mine\n")
        .spec(&SHOP.replace("shop", "other"))
        .args(["render"])
        .run()
        .code(1)
        .stderr_has("--- a/prometheus/rules/node.yml\n")
        .stderr_has("-# mine\n")
        .stderr_has(" more lines\nhelp: see all of it: stackgen render --check --diff\n")
        .stderr_has("  prometheus/rules/node.yml (edited by hand)\n")
        .never_says("docker-compose.monitoring.yml");
    assert!(ran.stderr_text().lines().count() < 75, "{}", ran.stderr_text());
    // A short one is shown in full. The command names what was named.
    let ran = Case::new()
        .file("my specs/shop.toml", SHOP)
        .args(["render", "my specs/shop.toml", "-o", "out/"])
        .run()
        .code(0)
        .stderr_has(" in out/ (");
    let runbook = ran.path().join("out/runbooks/HighCPUUsage.md");
    let text = fs::read_to_string(&runbook).expect("it was rendered");
    fs::write(&runbook, format!("mine\n{text}")).expect("the case's own");
    let ran = ran
        .then()
        .args(["render", "my specs/shop.toml", "-o", "out/"])
        .run()
        .code(1)
        .stderr_has("\n-mine\n")
        .never_says("see all of it");
    ran.then()
        .file("out/prometheus/rules/node.yml", "# mine\n")
        .args(["render", "my specs/shop.toml", "-o", "out/"])
        .run()
        .code(1)
        .stderr_has("see all of it: stackgen render 'my specs/shop.toml' -o out/ --check --diff\n");
}

#[test]
fn doctor_names_what_is_not_from_the_spec() {
    rendered()
        .then()
        .file("monitoring/prometheus/rules/mine.yml", MINE)
        .env("DOCKER_HOST", "unix:///nonexistent/docker.sock")
        .args(["doctor"])
        .run()
        .code(3)
        .stdout_has(
            "warning  foreign-file: monitoring/prometheus/rules/mine.yml is not from the spec",
        );
}
