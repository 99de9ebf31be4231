//! No credential's value appears anywhere: not in a plan, not in a report, whatever line that quotes.

use std::collections::BTreeSet;

use stackgen::diag::{Code, Color, Diagnostic, Diagnostics, SourceId, Span, report};
use stackgen::import::Plan;

use crate::cases;
use crate::disk::{Imported, Real};

/// What stands in every value of the cases that is secret.
const CANARY: &str = "canary";

/// The files that a plan points into.
fn files(plan: &Plan) -> BTreeSet<SourceId> {
    let services = plan.services.iter();
    let spans = services.flat_map(|it| {
        let found = it.secrets.iter().filter_map(|it| it.found.as_ref());
        let reasons = it.reasons.iter().chain(&it.notes).chain(found);
        reasons.map(|it| it.place).chain([it.place])
    });
    spans.map(|span| span.source).collect()
}

/// Reports that quote each line of a file.
fn quoted(imported: &Imported, source: SourceId) -> String {
    let text = imported.sources.get(source).text.clone();
    let (mut all, mut at) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut one = Diagnostics::default();
        let span = Span::new(source, at..at + line.trim_end().len());
        one.push(Diagnostic::warning(Code::new("test"), "a line").at(span, "here"));
        all += &report(&one, &imported.sources, Color::Never);
        at += line.len();
    }
    all
}

#[track_caller]
fn is_silent(imported: &Imported, what: &str) {
    let said = imported.report();
    assert!(!said.contains(CANARY), "{what}: {said}");
    let Some(plan) = &imported.plan else { return };
    let debug = format!("{plan:#?}");
    assert!(!debug.contains(CANARY), "{what}: {debug}");
    for source in files(plan) {
        let quoted = quoted(imported, source);
        let line = quoted.lines().find(|line| line.contains(CANARY));
        assert_eq!(line, None, "{what}: {}", imported.sources.get(source).name);
    }
}

#[test]
fn no_case_shows_one() {
    for case in cases::all() {
        is_silent(&Imported::of(&case.request(), &Real), &case.name);
    }
}

/// Every place where people put them.
const EVERYWHERE: &str = r#"
# the old one was canary-comment
x-env: &env   # canary-after-anchor
  SECRET: canary-extension
x-list: &list [ "TOKEN=canary-in-list", canary-bare ]
services:
  web:
    image: ${IMAGE:-registry.example.org/web:canary-tag}   # canary-after-image
    build:
      context: .
      args: { NPM_TOKEN: canary-arg }
      secrets: [canary-build-secret]
    command: ["serve", "--token=canary-flag", "-p", "canary-after"]
    entrypoint: /bin/sh -c "export A=canary-entrypoint"
    environment:
      PLAIN: canary-plain
      'SINGLE': 'canary-single'
      DOUBLE: "canary-double \
        canary-continued"
      BLOCK: |
        canary-block
        another canary-line
      FOLDED: >-
        canary-folded

        canary-paragraph
      MULTI: canary-first
        canary-second
      URL: postgres://me:canary-url@db:5432/x?password=canary-query
      DEFAULT: ${X:-canary-default}
      NESTED: ${X:-${Y:-canary-nested}}
      INSTEAD: ${HOME:+canary-instead}
      MESSAGE: ${Z:?canary-message}
      <<: *env
    healthcheck:
      test: curl -u me:canary-health http://localhost:8080/health
    labels:
      - traefik.http.middlewares.a.basicauth.users=me:canary-label
    ports: ["8080:8080"]
    logging: { options: { splunk-token: canary-logging } }
    extra_hosts: ["canary-host:127.0.0.1"]
    x-own: canary-own
  db:
    image: postgres
    environment: [ POSTGRES_PASSWORD=canary-flow, "POSTGRES_INITDB_ARGS=canary-args" ]
  cache:
    image: redis
    command: >
      redis-server --requirepass
      canary-requirepass
  queue: { image: rabbitmq, environment: { RABBITMQ_DEFAULT_PASS: canary-flow-map } }
  list:
    image: x
    environment: *list
volumes:
  share: { driver_opts: { o: "username=me,password=canary-volume" } }
configs:
  app: { content: "canary-config" }
secrets:
  key: { environment: canary-name }
"#;

#[test]
fn no_place_of_a_file_shows_one() {
    let dotenv =
        "OTHER=canary-dotenv\nexport MULTI=\"canary-one\ncanary-two\"\nbroken canary-line\n";
    let imported = Imported::memory([("compose.yaml", EVERYWHERE), (".env", dotenv)]);
    imported.plan();
    is_silent(&imported, "everywhere");
    let db = imported.service("db").secrets[0].found.as_ref().expect("it is there");
    assert_eq!(db.text, "POSTGRES_PASSWORD");
    assert_eq!(imported.service("cache").secrets[0].file, "secrets/cache.json");
}

/// Who forgets the `=` has a variable whose name is the value.
#[test]
fn no_name_that_is_a_value_is_shown() {
    let imported = Imported::one(
        "services:\n  db:\n    image: postgres\n    environment:\n      - POSTGRES_PASSWORDcanary\n      \
         - POSTGRES_USER canary\n  web:\n    image: x\n    environment: [\"pg://me:canary@db/x?y=db\"]\n",
    );
    imported.plan();
    is_silent(&imported, "names");
}

/// A file that is cut off anywhere is mostly not YAML: what is said then quotes the place.
#[test]
fn no_broken_file_shows_one() {
    for end in 0..EVERYWHERE.len() {
        let text = &EVERYWHERE[..end];
        for ending in ["", ": [", "\n\t- x"] {
            let imported = Imported::one(format!("{text}{ending}"));
            let said = imported.report();
            assert!(!said.contains(CANARY), "{end} {ending:?}: {said}");
        }
    }
}
