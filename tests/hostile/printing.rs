//! Names, texts and answers with what drives terminals and the logs of CI jobs in them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::fake::{self, Fake};
use crate::harness::{Case, Ran};

/// All of it in one text: as a line of its own, a command of GitHub, Azure and GitLab each, and what a
/// terminal does.
const EVIL: &str = "a\n::error::b\r::error::c\u{1b}[0Ksection_start:1:d\u{9b}31m\u{202e}e\u{2066}##vso[task.x]f##[error]g\u{61c}h\u{200b}i\u{feff}";
/// The same without line breaks, which some names cannot have.
const EVIL_NAME: &str = "a\u{202e}b\u{200b}##vso[c]";

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// Nothing of what was said does anything.
#[track_caller]
fn harmless(ran: Ran) -> Ran {
    for text in [ran.stdout_text(), ran.stderr_text()] {
        for line in text.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line:?} of {text:?}");
        }
        for bad in ["##[", "##vso["] {
            assert!(!text.contains(bad), "{bad:?} in {text:?}");
        }
        let acts = |c: char| {
            c.is_control() && c != '\n' && c != '\t'
                || "\u{202e}\u{2066}\u{61c}\u{200b}\u{feff}".contains(c)
        };
        assert!(!text.contains(acts), "{text:?}");
    }
    ran
}

/// It was said, but does nothing.
#[track_caller]
fn shown(ran: Ran) -> Ran {
    let ran = harmless(ran);
    let said = ran.stdout_text().to_owned() + ran.stderr_text();
    assert!(said.contains("\\u{202e}"), "{said:?}");
    ran
}

#[test]
fn names_of_specs_and_folders_only_appear() {
    let name = EVIL.replace('/', "");
    shown(Case::new().args(["check", &name]).run());
    shown(Case::new().spec(SPEC).args(["render", "-o", &name]).run());
    shown(
        Case::new()
            .file(&format!("{name}/stack.toml"), "version = 2")
            .args(["check", &format!("{name}/stack.toml")])
            .run(),
    );
}

#[test]
fn arguments_only_appear() {
    shown(Case::new().args(["check", &format!("--{EVIL}")]).run().code(2));
}

#[test]
fn names_of_files_that_somebody_put_there_only_appear() {
    let name = EVIL.replace('/', "");
    let case = Case::new().spec(SPEC).args(["render"]).run().code(0).then();
    let foreign = format!("monitoring/prometheus/rules/{name}.yml");
    let ran = case.file(&foreign, "groups: []").args(["render", "--check"]).run().code(1);
    let case = shown(ran).then();
    shown(case.args(["render", "--check", "--diff"]).run().code(1));
}

#[test]
fn names_and_texts_of_integrations_only_appear() {
    let name = EVIL.replace('/', "");
    let case = Case::new().spec(SPEC).file(&format!("integrations/{name}.toml"), "x = 1");
    shown(case.args(["check"]).run());
    let text = format!("title = \"a\"\n# {EVIL_NAME}\n{EVIL_NAME}\n");
    let case = Case::new().spec(&format!("{SPEC}[integrations.a]\ntype = \"a\"\n"));
    shown(case.file("integrations/a.toml", &text).args(["check"]).run().code(2));
}

#[test]
fn quoted_lines_keys_and_values_of_a_spec_only_appear() {
    for line in [
        format!("\"{EVIL_NAME}\" = 1 # {EVIL_NAME}"),
        format!("preset = \"{EVIL_NAME}\""),
        "\"\\n::error::a\\u202e\" = 1".to_owned(),
        format!("::error::{EVIL_NAME}"),
    ] {
        shown(Case::new().spec(&format!("version = 1\n{line}\n")).args(["check"]).run().code(2));
    }
}

#[test]
fn a_manifest_that_somebody_wrote_only_appears() {
    let case = Case::new().spec(SPEC).args(["render"]).run().code(0).then();
    let manifest = case.path().join("monitoring/.stackgen/manifest.json");
    let text = fs::read_to_string(&manifest).expect("a render leaves it");
    let evil = json!(EVIL).to_string();
    let text = text.replacen("\"docker-compose.monitoring.yml\"", &evil, 1);
    fs::write(&manifest, text).expect("it can be written");
    harmless(case.args(["render", "--check"]).run());
}

#[test]
fn lines_of_a_diff_only_appear() {
    let case = Case::new().spec(SPEC).args(["render"]).run().code(0).then();
    let file = case.path().join("monitoring/prometheus/prometheus.yml");
    let mut text = fs::read_to_string(&file).expect("a render leaves it");
    let evil = EVIL.replace('\n', " ");
    text.extend(["# ", &evil, "\n ::error::x\n"]);
    fs::write(&file, text).expect("it can be written");
    let case = shown(case.args(["render", "--check", "--diff"]).run().code(1)).then();
    shown(case.args(["render"]).run().code(1));
}

#[test]
fn json_only_appears_and_says_it_all() {
    let case = Case::new().spec(SPEC).args(["render"]).run().code(0).then();
    let name = EVIL.replace('/', "");
    let foreign = format!("prometheus/rules/{name}.yml");
    let case = case.file(&format!("monitoring/{foreign}"), "groups: []");
    let ran = case.args(["render", "--check", "--format", "json"]).run().code(1);
    let ran = harmless(ran);
    assert_eq!(ran.json()["result"]["files"]["foreign"][0], foreign.as_str());
}

#[test]
fn what_an_engine_says_only_appears() {
    let engine = Fake::engine(|path, stream| {
        let is_it = path == "/volumes";
        if is_it {
            let message = json!({ "message": EVIL }).to_string();
            fake::whole(stream, "500 Oops", &message);
        }
        is_it
    });
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", engine.host());
    shown(case.args(["status"]).run().code(3));
}

#[test]
fn labels_of_containers_only_appear() {
    let case = Case::new().spec(SPEC);
    let mut own = fake::container(case.path(), "prometheus");
    own["Status"] = json!(EVIL);
    own["Image"] = json!(EVIL);
    let mut other = fake::container(case.path(), "grafana");
    other["Id"] = json!("1");
    other["Labels"]["com.docker.compose.project.working_dir"] = json!(EVIL);
    other["Labels"]["com.docker.compose.service"] = json!(EVIL);
    let containers = json!([own, other]);
    let engine = Fake::engine(move |path, stream| {
        let is_it = path == "/containers/json";
        if is_it {
            fake::json(stream, &containers);
        } else if path.starts_with("/images/") {
            fake::whole(stream, "404 Not Found", "{\"message\":\"x\"}");
            return true;
        }
        is_it
    });
    let case = case.env("DOCKER_HOST", engine.host());
    let case = shown(case.args(["status", "-v"]).run()).then();
    let case = case.env("DOCKER_HOST", engine.host());
    let case = shown(case.args(["down", "--yes"]).run()).then();
    shown(case.env("DOCKER_HOST", engine.host()).args(["up", "--pull", "never"]).run());
}

#[test]
fn logs_of_containers_only_appear() {
    let case = Case::new().spec(SPEC);
    let text = format!("2026-11-24T20:31:03.736123456Z {EVIL}\n");
    let engine = fake::with_log(case.path(), move |stream| {
        fake::chunk(stream, &fake::frame(&text));
    });
    let case = case.env("DOCKER_HOST", engine.host());
    let case = shown(case.args(["logs"]).run().code(0)).then();
    let case = case.env("DOCKER_HOST", engine.host());
    let ran = harmless(case.args(["logs", "--format", "json"]).run().code(0));
    assert_eq!(ran.json()["result"]["lines"][0]["line"], EVIL);
}

#[test]
fn what_programs_say_only_appears() {
    let case = Case::new().spec(SPEC);
    let promtool = case.path().join("promtool");
    let said = json!(EVIL).to_string();
    let script = format!(
        "#!/usr/bin/env python3\nimport sys\nsys.stdout.write({said})\nsys.stderr.write({said})\nsys.exit(1)\n"
    );
    fs::write(&promtool, script).expect("it can be written");
    fs::set_permissions(&promtool, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let promtool = promtool.display().to_string();
    shown(case.args(["test", "--promtool", &promtool]).env("LC_ALL", "C.UTF-8").run().code(1));
}

#[test]
fn what_prometheus_says_only_appears() {
    let prometheus = Fake::serve(|_, stream| fake::whole(stream, "400 Bad", EVIL));
    let url = prometheus.url();
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    let ran = case.args(["verify", "--wait", "0", "--prometheus", &url]).run().code(3);
    harmless(ran);
}
