//! What holds for all verbs: usage errors, how much is said, colours, and readers that go away.

#[cfg(unix)]
use crate::fake_engine::FakeEngine;
use crate::harness::Case;

const WITH_A_MISTAKE: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\nnam = 1\n";

#[test]
fn bad_usage_ends_with_2_and_is_told_on_standard_error() {
    let cases: [(&[&str], &str); 11] = [
        (&[], "Usage: stackgen"),
        (&["rendr"], "render"),
        (&["render", "--chek"], "--check"),
        (&["render", "--check", "--force"], "cannot be used with"),
        (&["render", "a.toml", "b.toml"], "unexpected argument 'b.toml'"),
        (&["render", "-o"], "a value is required"),
        (&["render", "--format", "yaml"], "[possible values: human, json]"),
        (&["render", "-q", "-v"], "cannot be used with"),
        (&["check", "--diff"], "unexpected argument '--diff'"),
        (&["catalog"], "Usage: stackgen catalog"),
        (&["catalog", "show"], "<NAME>"),
    ];
    for (args, told) in cases {
        Case::new().args(args).run().code(2).no_stdout().stderr_has(told).tree([]);
    }
}

#[test]
fn help_and_version_are_data() {
    Case::new()
        .args(["--version"])
        .run()
        .code(0)
        .no_stderr()
        .stdout(&format!("stackgen {}\n", env!("CARGO_PKG_VERSION")));
    for verb in [
        "render",
        "check",
        "test",
        "up",
        "verify",
        "status",
        "logs",
        "reload",
        "down",
        "doctor",
        "add",
        "remove",
        "set",
        "schema",
        "catalog",
        "explain",
        "completions",
        "man",
    ] {
        Case::new().args(["--help"]).run().code(0).no_stderr().stdout_has(&format!("  {verb} "));
        Case::new().args([verb, "--help"]).run().code(0).no_stderr().stdout_has("Usage: stackgen");
    }
    Case::new().args(["--help"]).run().code(0).stdout_has("Exit codes: 0 done;");
}

#[test]
fn quiet_keeps_errors_and_drops_the_rest() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .args(["check", "-q"])
        .run()
        .code(0)
        .no_stdout()
        .no_stderr();
    Case::new().spec(WITH_A_MISTAKE).args(["check", "-q"]).run().code(2).stderr_has("unknown-key");
    Case::new().args(["check", "-q"]).run().code(2).stderr_has("error: cannot read stack.toml");
}

/// Where nothing is read and nobody is asked, there is nothing more to say: `completions`, `man`.
#[cfg(unix)]
#[test]
fn verbose_says_more_for_every_verb() {
    let engine = FakeEngine::new(&[]);
    for (args, says) in [
        (&["render"][..], "read stack.toml, "),
        (&["check"], "looked at shop: services: "),
        (&["test", "--promtool", "/bin/true"], "running /bin/true test rules on "),
        (&["up", "--dry-run"], "engine: 28.1.1 (API 1.49, linux/amd64) at unix://"),
        (&["status"], "engine: 28.1.1"),
        (&["logs"], "engine: 28.1.1"),
        (&["reload"], "engine: 28.1.1"),
        (&["down"], "engine: 28.1.1"),
        (&["verify", "--prometheus=http://127.0.0.1:9"], "asking Prometheus at http://127.0.0.1:9"),
        (&["doctor"], "read stack.toml, "),
        (&["add", "app", "web", "--targets=a.example:1", "--dry-run"], "read stack.toml, "),
        (&["remove", "app", "web"], "read stack.toml, "),
        (&["set", "grafana.port", "3001", "--dry-run"], "read stack.toml, "),
        (&["catalog", "list"], "the catalogue of this program"),
        (&["schema"], "integrations of your own"),
    ] {
        let said = |more: &[&str]| {
            let case = Case::new().spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n");
            let ran = case.env("DOCKER_HOST", engine.host()).args(args).args(more).run();
            ran.stderr_text().to_owned()
        };
        assert!(!said(&[]).contains(says), "{args:?}");
        let more = said(&["-v"]);
        assert!(more.contains(says), "{args:?} -v: {more}");
    }
}

#[test]
fn check_says_that_there_is_nothing_to_say() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .args(["check"])
        .run()
        .code(0)
        .no_stdout()
        .stderr("no problems found\n")
        .wrote_nothing();
}

#[test]
fn check_can_be_read_by_machines() {
    let ran = Case::new().spec(WITH_A_MISTAKE).args(["check", "--format", "json"]).run().code(2);
    let report = ran.only_json();
    let problem = &report["diagnostics"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["code"], "unknown-key");
    assert_eq!(problem["message"], "unknown key `nam` in a spec");
    assert_eq!(problem["helps"], serde_json::json!(["did you mean `name`?"]));
    assert_eq!(
        problem["labels"],
        serde_json::json!([
            { "file": "stack.toml", "line": 4, "column": 1, "start": 45, "end": 48, "text": "" }
        ])
    );
    let ran = Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .args(["check", "--format", "json"])
        .run()
        .code(0);
    let report = ran.only_json();
    assert_eq!(report["diagnostics"], serde_json::json!([]));
    assert_eq!(report["result"], serde_json::json!({ "errors": 0, "warnings": 0 }));
}

/// A script whose `$0` is stackgen.
fn sh(script: &str) -> Case {
    Case::new().program("sh").args(["-c", script, env!("CARGO_BIN_EXE_stackgen")])
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_reason_to_panic() {
    for verb in ["schema", "catalog list", "check --help", "render --preset minimal --diff"] {
        sh(&format!("$0 {verb} 2>said | true; sleep 0.2; cat said"))
            .run()
            .code(0)
            .never_says("panicked")
            .never_says("Broken pipe");
    }
    sh("$0 schema | head -n 1").run().code(0).stdout("{\n").no_stderr();
}

#[cfg(target_os = "linux")]
#[test]
fn closed_streams_are_no_reason_to_panic() {
    for closed in [">&-", "2>&-", "<&-", "<&- >&- 2>&-"] {
        sh(&format!("$0 render --preset minimal {closed}")).run().code(0).never_says("panicked");
        sh(&format!("$0 catalog show none {closed}")).run().code(2).never_says("panicked");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_no_reason_to_panic() {
    sh("$0 schema > /dev/full").run().never_says("panicked");
}

#[test]
fn there_are_no_colours_away_from_a_terminal() {
    for colours in [None, Some("1")] {
        let mut case = Case::new().spec(WITH_A_MISTAKE).env("TERM", "xterm-256color");
        if let Some(value) = colours {
            case = case.env("NO_COLOR", value);
        }
        case.args(["check"]).run().code(2).never_says("\u{1b}");
    }
}

/// `script` gives its command a terminal, and copies what it shows.
#[cfg(target_os = "linux")]
#[test]
fn there_are_colours_on_a_terminal_unless_nobody_wants_them() {
    let terminal = |environment: &str| {
        let command = format!("{environment} {} check", env!("CARGO_BIN_EXE_stackgen"));
        Case::new()
            .spec(WITH_A_MISTAKE)
            .env("TERM", "xterm-256color")
            .program("script")
            .args(["-qec", &command, "/dev/null"])
            .run()
            .code(2)
    };
    terminal("NO_COLOR= env").stdout_has("\u{1b}[");
    terminal("NO_COLOR=1 env").never_says("\u{1b}[");
}

#[test]
fn shells_complete_every_verb() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = Case::new().args(["completions", shell]).run().code(0).no_stderr();
        for word in ["render", "deny-warnings", "promtool", "catalog"] {
            assert!(ran.stdout_text().contains(word), "{shell}: {word}");
        }
    }
    Case::new().args(["completions", "csh"]).run().code(2).no_stdout().stderr_has("bash");
}

#[test]
fn the_manual_page_has_every_verb_and_option() {
    let ran = Case::new().args(["man"]).run().code(0).no_stderr();
    let page = ran.stdout_text().replace("\\-", "-");
    assert!(page.contains(".TH stackgen 1"), "{page}");
    for word in [
        ".SH \"STACKGEN RENDER\"",
        ".SH \"STACKGEN CATALOG SHOW\"",
        "--deny-warnings",
        "Exit codes",
    ] {
        assert!(page.contains(word), "{word}");
    }
    assert_eq!(page.matches(".SH NAME").count(), 1);
}
