//! `stackgen init` where nobody can be asked: it never asks, whatever it is given.

use std::fs;
use std::process::Command;

use serde_json::Value as Json;

use crate::harness::Case;
use crate::support::process;

const COMPOSE: &str = "
    name: shop
    services:
      api:
        build: .
        ports: ['8080:8080']
      web:
        build: ./web
      db:
        image: postgres:17
        environment:
          POSTGRES_PASSWORD: canary-51aa
      cache:
        image: redis:8
      worker:
        build: .
        command: celery worker
";

/// Answers, right ones and wrong ones, of which each run gets some.
const FLAGS: [&str; 24] = [
    "--yes",
    "--dry-run",
    "--format=json",
    "--quiet",
    "--then=nothing",
    "--then=render",
    "--monitor=db,api",
    "--monitor=none",
    "--monitor=nothing-there",
    "--metrics=api",
    "--metrics=api,web",
    "--metrics-at=web=9000/internal",
    "--convention=express",
    "--convention=api=fastapi,web=none",
    "--name=ops",
    "--name=shop",
    "--receiver=email",
    "--receiver=P0=pagerduty,P1=slack,P2=none",
    "--receiver=none",
    "--to=ops@shop.example",
    "--smtp-smarthost=smtp.shop.example:587",
    "--smtp-from=monitoring@shop.example",
    "--timezone=Europe/Berlin",
    "--preset=minimal",
];

/// Numbers that are the same in each run (Knuth's constants).
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below
    }
}

#[test]
fn no_path_leads_to_a_question() {
    let mut chance = Chance(7);
    let (mut done, mut refused) = (0, 0);
    for _ in 0..80 {
        let mut flags: Vec<&str> = FLAGS.into_iter().filter(|_| chance.next(8) == 0).collect();
        // clap takes each of these once.
        flags.dedup_by_key(|flag| flag.split('=').next().unwrap_or_default());
        let case = Case::new().file("compose.yaml", COMPOSE);
        let ran = case.args(["init"]).args(&flags).run();
        let code = ran.exit_code();
        let text = format!("{}{}", ran.stdout_text(), ran.stderr_text());
        assert!(!text.contains("Esc cancels"), "{flags:?}: {text}");
        assert!(!text.contains("canary-51aa"), "{flags:?}: {text}");
        let written = ran.path().join("stack.toml").is_file();
        match code {
            Some(0) => {
                done += 1;
                assert_eq!(written, !flags.contains(&"--dry-run"), "{flags:?}: {text}");
            }
            Some(2) => {
                refused += 1;
                assert!(!written, "{flags:?}: {text}");
                assert!(
                    text.contains("error") || text.contains("\"outcome\""),
                    "{flags:?}: {text}"
                );
            }
            code => panic!("{flags:?}: {code:?}: {text}"),
        }
    }
    assert!(done > 5 && refused > 5, "{done} and {refused}");
}

#[test]
fn what_is_missing_is_one_error_with_all_flags() {
    Case::new()
        .file("compose.yaml", COMPOSE)
        .args(["init", "--metrics", "api,web", "--receiver", "email"])
        .run()
        .code(2)
        .stderr_has(
            "these flags have no default, and are missing: --metrics-at web=8080 --to ops@shop.example \
             --smtp-smarthost smtp.shop.example:587 --smtp-from monitoring@shop.example",
        )
        .wrote_nothing();
}

#[test]
fn the_plan_is_data() {
    let case = Case::new().file("compose.yaml", COMPOSE);
    let ran = case.args(["init", "--dry-run", "--format", "json"]).run().code(0).wrote_nothing();
    let plan: Json = ran.result();
    assert_eq!(plan["project"], "shop");
    assert_eq!(plan["written"], false);
    let service = |name: &str| {
        let services = plan["services"].as_array().expect("there are services");
        services.iter().find(|it| it["name"] == name).expect("it is there").clone()
    };
    assert_eq!(service("db")["kind"], "known");
    assert_eq!(service("db")["place"], "compose.yaml:8");
    assert_eq!(service("db")["proposal"], "postgres at db:5432");
    assert_eq!(service("worker")["kind"], "worker");
    assert_eq!(service("api")["networks"], serde_json::json!(["shop_default"]));
    let answers = plan["answers"].as_array().expect("there are answers");
    assert!(answers.iter().all(|it| it["default"] == true), "{answers:#?}");
    let diff = plan["files"].as_array().and_then(|files| files.last()).expect("there are files");
    assert_eq!(diff["path"], "stack.toml");
    assert!(diff["diff"].as_str().is_some_and(|it| it.contains("+[integrations.db]")), "{diff}");
}

#[test]
fn what_it_goes_on_with_leaves_the_report_as_it_is() {
    let args = ["init", "--yes", "--then", "render", "--format", "json"];
    let ran = Case::new().file("compose.yaml", COMPOSE).args(args).run().code(0);
    assert!(ran.path().join("monitoring/prometheus/prometheus.yml").is_file());
    let report = ran.json();
    assert_eq!(report["verb"], "init");
    assert_eq!(report["result"]["written"], true);
    assert_eq!(report["result"]["project"], "shop");
}

#[test]
fn a_second_run_keeps_what_a_person_wrote() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let at = |name: &str| folder.path().join(name);
    let init = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
        command.arg("init").args(args).current_dir(folder.path()).env("TZ", "UTC");
        let ran = process::run(&mut command, b"").expect("it runs");
        assert!(ran.succeeded(), "{ran}");
        ran
    };
    let compose = "name: shop\nservices:\n  db:\n    image: postgres:17\n";
    fs::write(at("compose.yaml"), compose).expect("it can be written");
    init(&["--yes"]);
    let first = fs::read_to_string(at("stack.toml")).expect("it is written");
    // Other line ends, comments, an order of their own, another name, and a key that is set.
    let edited = first
        .replace("[integrations.db]", "# Ours: do not touch!\n[integrations.orders]")
        .replace("preset = \"standard\"", "preset   =  'standard'   # as ever")
        .replace('\n', "\r\n")
        + "\r\n# The end.\r\n";
    fs::write(at("stack.toml"), &edited).expect("it can be written");
    // Whoever runs the same command again has made no mistake.
    let again = init(&["--yes", "--receiver", "email", "--to", "a@shop.example"]);
    assert!(again.stderr.contains("there is nothing to add"), "{again}");
    assert!(again.stderr.contains("keeps what --receiver, --to would set"), "{again}");
    assert_eq!(fs::read_to_string(at("stack.toml")).expect("it is there"), edited);
    // A service that is new, on a network that is new.
    let more = "  cache:\n    image: redis:8\n    networks: [back]\nnetworks:\n  back:\n";
    fs::write(at("compose.yaml"), format!("{compose}{more}")).expect("it can be written");
    init(&["--yes"]);
    let after = fs::read_to_string(at("stack.toml")).expect("it is there");
    assert!(after.contains("join = [\"shop_default\", \"shop_back\"]\r\n"), "{after}");
    assert!(after.contains("[integrations.cache]\r\ntype = \"redis\"\r\n"), "{after}");
    // Line by line, all that was there is still there, in its order.
    let mut lines = after.lines();
    for line in edited.lines().filter(|line| !line.starts_with("join = ")) {
        assert!(lines.any(|other| other == line), "{line:?} is not in its place in\n{after}");
    }
    init(&["--yes"]);
    assert_eq!(fs::read_to_string(at("stack.toml")).expect("it is there"), after);
}

#[test]
fn what_is_there_stays_what_it_is() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let at = |name: &str| folder.path().join(name);
    let init = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
        command.args(["init", "--yes"]).current_dir(folder.path());
        process::run(&mut command, b"").expect("it runs")
    };
    let compose = "name: shop\nservices:\n  db:\n    image: postgres:17\n";
    fs::write(at("compose.yaml"), compose).expect("it can be written");
    fs::write(at(".gitignore"), "node_modules").expect("it can be written");
    // A spec elsewhere in the folder, which only its owner may read.
    fs::create_dir(at("specs")).expect("it can be made");
    fs::write(at("specs/real.toml"), "version = 1\nname = \"ops\"\n").expect("it can be written");
    fs::set_permissions(at("specs/real.toml"), fs::Permissions::from_mode(0o640)).expect("ours");
    symlink("specs/real.toml", at("stack.toml")).expect("it can be linked");
    let ran = init();
    assert!(ran.succeeded(), "{ran}");
    assert!(at("stack.toml").is_symlink());
    let spec = fs::read_to_string(at("specs/real.toml")).expect("it is there");
    assert!(spec.contains("[integrations.db]"), "{spec}");
    let mode = fs::metadata(at("specs/real.toml")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let ignored = fs::read_to_string(at(".gitignore")).expect("it is there");
    assert_eq!(ignored, "node_modules\nsecrets/\n");
    let secrets = fs::metadata(at("secrets")).expect("it is made").permissions().mode();
    assert_eq!(secrets & 0o777, 0o700);
    // One that leads out is not followed.
    fs::remove_file(at("stack.toml")).expect("it is ours");
    symlink("/etc/hostname", at("stack.toml")).expect("it can be linked");
    let ran = init();
    assert_eq!(ran.code, Some(2), "{ran}");
    assert!(ran.stderr.contains("is a link that leads out of the spec's folder"), "{ran}");
}
