//! What is not an application: one message that says what it is instead, and what to do.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use stackgen::import::{Disk, Request};

use crate::disk::{FOLDER, Imported, Memory};
use crate::support::{cases, golden};

/// The longest that anybody waits for a message.
const LIMIT: Duration = Duration::from_secs(2);

type Files = Vec<(&'static str, Vec<u8>)>;

/// One file with a text.
fn one(text: &str) -> Files {
    vec![("compose.yaml", text.as_bytes().to_vec())]
}

/// One file with any bytes.
fn bytes(bytes: &[u8]) -> Files {
    vec![("compose.yaml", bytes.to_vec())]
}

fn several(files: &[(&'static str, &str)]) -> Files {
    files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect()
}

/// What is something else, by name.
fn foreign() -> Vec<(&'static str, Files)> {
    let utf16: Vec<u8> = "services: {}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("empty", one("")),
        ("only-comments", one("# services:\n#   web:\n")),
        ("binary", bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0")),
        ("utf-16", bytes(&[b"\xff\xfe".as_slice(), &utf16].concat())),
        ("latin-1", bytes(b"services:\n  caf\xe9: {image: x}\n")),
        ("template", one(TEMPLATE)),
        (
            "quoted-template",
            one(
                "services:\n  web:\n    image: {{ image }}\n    environment:\n      - PASSWORD={{ pw }}\n",
            ),
        ),
        (
            "kubernetes",
            one(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n",
            ),
        ),
        (
            "format-1",
            one(
                "web:\n  image: nginx\n  links: [db]\ndb:\n  image: postgres\n  environment: [POSTGRES_PASSWORD=canary]\n",
            ),
        ),
        (
            "prometheus",
            one("global: {scrape_interval: 15s}\nscrape_configs:\n  - job_name: node\n"),
        ),
        ("rules", one("groups:\n  - name: a\n    rules: []\n")),
        ("alertmanager", one("route: {receiver: a}\nreceivers: [{name: a}]\n")),
        ("workflow", one("name: ci\non: push\njobs: {build: {runs-on: ubuntu-latest}}\n")),
        ("dockerfile", one("FROM alpine\nRUN apk add curl\nCMD [\"sh\"]\n")),
        ("toml", one("[stack]\nname = \"shop\"\npassword = \"canary\"\n")),
        ("html", one("<!DOCTYPE html>\n<html><body>404</body></html>\n")),
        ("text", one("not a file of that kind\n")),
        ("list", one("- web\n- db\n")),
        ("other-mapping", one("title: x\nsettings: {a: b}\n")),
    ]
}

/// What has mistakes, or is too much, by name.
fn broken() -> Vec<(&'static str, Files)> {
    vec![
        ("services-list", one("services:\n  - web\n")),
        ("tab", one("services:\n\tweb:\n\t\timage: x\n")),
        (
            "unclosed",
            one(
                "services:\n  web:\n    image: \"nginx\n    environment:\n      PASSWORD: canary\n",
            ),
        ),
        ("bad-indent", one("services:\n  web:\n    image: x\n   ports: []\n")),
        (
            "duplicate-key",
            one(
                "services:\n  db:\n    environment:\n      PASSWORD: canary-one\n      PASSWORD: canary-two\n",
            ),
        ),
        (
            "duplicate-service",
            one("services:\n  web: {image: a}\n  db: {image: b}\n  web: {image: c}\n"),
        ),
        ("alias-bomb", one(&bomb())),
        ("alias-in-itself", one("services:\n  a: &a\n    environment: [*a]\n")),
        ("unknown-alias", one("services:\n  a: *nothing\n")),
        ("deep", one(&format!("services: {}", "[".repeat(5000)))),
        ("deep-blocks", one(&deep_blocks())),
        ("include-missing", one("include: [infra/compose.yaml]\nservices: {a: {image: x}}\n")),
        (
            "include-cycle",
            several(&[
                ("compose.yaml", "include: [b/b.yaml]\nservices: {a: {image: x}}\n"),
                ("b/b.yaml", "include:\n  - path: ../c d.yaml\n"),
                ("c d.yaml", "include: [compose.yaml]\n"),
            ]),
        ),
        ("include-itself", one("include: compose.yaml\n")),
        ("include-no-path", one("include:\n  - env_file: x\n")),
        (
            "include-foreign",
            several(&[
                ("compose.yaml", "include: [k8s.yaml]\n"),
                ("k8s.yaml", "apiVersion: v1\nkind: Service\n"),
            ]),
        ),
        (
            "extends-cycle",
            one("services:\n  a: {extends: b}\n  b: {extends: {service: c}}\n  c: {extends: a}\n"),
        ),
        (
            "extends-cycle-over-files",
            several(&[
                ("compose.yaml", "services:\n  a: {extends: {file: other.yaml, service: b}}\n"),
                ("other.yaml", "services:\n  b: {extends: {file: compose.yaml, service: a}}\n"),
            ]),
        ),
        ("extends-missing-service", one("services:\n  a: {extends: {service: nothing}}\n")),
        ("extends-missing-file", one("services:\n  a: {extends: {file: gone.yaml, service: b}}\n")),
        ("extends-nothing", one("services:\n  a: {extends: {file: compose.yaml}}\n")),
        ("huge", one(&"# a line that says nothing at all\n".repeat(1_600_000))),
        ("huge-data", one(&format!("services:\n{}", "  a: {image: x}\n".repeat(100_000)))),
        ("wide", one(&wide())),
        ("include-bush", bush()),
        ("many-services", one(&many_services())),
        ("extends-bomb", one(&extends_bomb())),
        ("many-documents", one(&"---\n".repeat(120_000))),
    ]
}

const TEMPLATE: &str = "\
{%- if cookiecutter.use_celery == 'y' %}
version: '3'
{%- endif %}
services:
  django: &django
    image: {{ cookiecutter.project_slug }}_local_django
";

fn bomb() -> String {
    let mut text = "x0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let below = format!("*a{}", level - 1);
        let _ = writeln!(text, "x{level}: &a{level} [{}]", [below.as_str(); 10].join(", "));
    }
    text + "services: {a: {image: x}}\n"
}

fn deep_blocks() -> String {
    (0..3000).fold("services:\n".to_owned(), |text, level| text + &" ".repeat(level + 1) + "a:\n")
}

/// More values than any application has.
fn wide() -> String {
    (0..60_000).fold("services:\n".to_owned(), |mut text, number| {
        let _ = writeln!(text, "  s{number}: {{image: x, ports: [1]}}");
        text
    })
}

fn many_services() -> String {
    (0..2500).fold("services:\n".to_owned(), |text, number| text + &format!("  s{number}: {{}}\n"))
}

/// A service of many values that many others extend.
fn extends_bomb() -> String {
    let ports: String = (0..5000).map(|port| format!("{port}, ")).collect();
    let base = format!("services:\n  base: {{ports: [{ports}]}}\n");
    (0..1500).fold(base, |text, number| text + &format!("  s{number}: {{extends: base}}\n"))
}

/// Files that each include two of the next level: a million in all.
fn bush() -> Files {
    let names = [
        "a0.yaml", "a1.yaml", "a2.yaml", "a3.yaml", "a4.yaml", "a5.yaml", "a6.yaml", "a7.yaml",
        "a8.yaml", "a9.yaml", "a10.yaml", "a11.yaml", "a12.yaml",
    ];
    let mut files = vec![("compose.yaml", b"include: [a0.yaml]\n".to_vec())];
    for pair in names.windows(2) {
        let next = pair[1];
        files.push((pair[0], format!("include: [{next}, ./{next}, {next}]\n").into_bytes()));
    }
    files.push((names[12], b"services: {a: {image: x}}\n".to_vec()));
    files
}

#[test]
fn each_gets_one_message_that_says_what_it_is() {
    let mut text = String::new();
    for (name, files) in foreign().into_iter().chain(broken()) {
        let start = Instant::now();
        let imported = Imported::memory(files);
        let took = start.elapsed();
        assert!(took < LIMIT, "{name} took {took:?}");
        let report = imported.report();
        assert!(imported.plan.is_none(), "{name} has a plan");
        let errors = imported.diagnostics.count(stackgen::diag::Severity::Error);
        assert_eq!(errors, 1, "{name}:\n{report}");
        assert!(!report.contains("canary"), "{name} shows a secret:\n{report}");
        let _ = writeln!(text, "==== {name}\n{report}");
    }
    golden::check_text(&cases::repository("tests/import/bad.txt"), &text);
}

/// A disk on which nothing can be read.
struct Locked;

impl Disk for Locked {
    fn has(&self, path: &Path) -> bool {
        path.ends_with("compose.yaml")
    }

    fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
        Err("permission denied".to_owned())
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let request = Request { folder: FOLDER.into(), ..Request::default() };
    let report = Imported::of(&request, &Locked).report();
    assert!(report.contains("cannot read compose.yaml: permission denied"), "{report}");
    let files = vec![PathBuf::from("gone.yml")];
    let request = Request { files, ..request };
    let report = Imported::of(&request, &Memory::default()).report();
    assert!(report.contains("cannot read gone.yml: there is no such file"), "{report}");
}

#[track_caller]
fn warns(text: &str, expected: &[&str]) {
    let imported = Imported::one(text);
    let report = imported.report();
    imported.plan();
    for expected in expected {
        assert!(report.contains(expected), "{expected}:\n{report}");
    }
}

#[test]
fn what_is_odd_is_imported_and_said() {
    warns("services: {a: {image: \"x:$TAG\"}}\n", &["the variable `TAG` has no value"]);
    warns(
        "services: {a: {image: \"${A}:${B}\", command: \"${C:?no}\"}}\n",
        &["2 variables have no value: `A`, `B`", "the variable `C` is required and has no value"],
    );
    warns(
        "services: {a: {image: x, env_file: gone.env}}\n",
        &["the env file `gone.env` is not there"],
    );
    warns(
        "services: {a: {image: x, command: \"echo $5\"}}\n",
        &["Compose does not understand a `$`"],
    );
    warns("name: Shop\nservices: {a: {image: x}}\n", &["not a name that Compose takes"]);
    warns("name: ${N}\nservices: {a: {image: x}}\n", &["decides the project's name"]);
    warns(
        "include: [\"https://example.org/a.yaml\"]\nservices: {a: {image: x}}\n",
        &["another machine"],
    );
}

/// Variables that each name the one before many times, and a file that names the last one often.
#[test]
fn variables_in_variables_stay_small() {
    let dotenv = (0..40).fold("V0=0123456789\n".to_owned(), |text, level| {
        text + &format!("V{}={}\n", level + 1, format!("$V{level}").repeat(100))
    });
    let compose =
        format!("services: {{a: {{image: x, command: \"{}\"}}}}\n", "$V3$V40".repeat(20_000));
    let start = Instant::now();
    let imported = Imported::memory([("compose.yaml", compose), (".env", dotenv)]);
    imported.plan();
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}

/// Every service of an application may have the same env file.
#[test]
fn an_env_file_is_read_once() {
    let compose = (0..500).fold("services:\n".to_owned(), |text, number| {
        text + &format!("  s{number}: {{image: x, env_file: .env}}\n")
    });
    let dotenv: String =
        (0..500).map(|number| format!("A{number}={}\n", "x".repeat(100))).collect();
    let imported = Imported::memory([("compose.yaml", compose), (".env", dotenv)]);
    assert_eq!(imported.report(), "");
    assert_eq!(imported.plan().services.len(), 500);
}

#[test]
fn a_second_compose_file_is_said() {
    let text = "services: {a: {image: x}}\n";
    let imported = Imported::memory([("compose.yml", text), ("docker-compose.yml", "broken: [")]);
    let report = imported.report();
    let expected = "docker-compose.yml is not read, because compose.yml is there";
    assert!(report.contains(expected), "{report}");
    imported.plan();
}

#[test]
fn what_is_odd_but_fine_is_imported_in_silence() {
    for text in [
        "services: {a: {image: x, environment: [.env]}}\n",
        "services: {a: {image: x, networks: {db: null}}}\nnetworks: {db: null}\n",
        "\u{feff}services:\r\n  a:\r\n    image: x\r\n",
        "---\nversion: '3'\nservices: {a: {image: x, restart: no}}\n",
        "services: {a: {image: x, environment: null, ports: null, volumes: null, command: null}}\n",
        "services: {a: null}\n",
        "services:\n",
        "x-only: 1\n",
    ] {
        let imported = Imported::one(text);
        assert_eq!(imported.report(), "", "{text}");
        imported.plan();
    }
}
