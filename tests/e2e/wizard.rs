//! From an application without monitoring to a proven stack, with the commands of the README.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::engine::{self, Engine, shop, source};
use crate::place::Place;
use crate::receiver::Receiver;
use crate::support::process::{self, Finished};
use crate::support::session::{Ended, Session};
use crate::support::skip;
use crate::support::tools::{self, Tool};
use crate::support::{cases, golden};
use crate::{http, ports};

/// The application's own password, which must appear nowhere.
const CANARY: &str = "canary-5d0c7f";

/// The password of the exporter's user.
const PASSWORD: &str = "only-for-tests-7f3a";

const PROJECT: &str = "corner-shop";

/// A small shop that runs. It ends with the value.
struct Shop<'e> {
    engine: &'e Engine,
    compose: &'static Tool,
    place: Place<'e>,
    port: u16,
}

impl<'e> Shop<'e> {
    /// Starts one. Nothing where something that it needs is not here; that is said then.
    fn start(engine: &'e Engine) -> Option<Self> {
        let compose = tools::docker_compose()?;
        let images = match shop::of_a_shop(PASSWORD) {
            Ok(images) => images,
            Err(why) => {
                skip::skip("needs the images of a shop", &why, "run it on Debian, with a network");
                return None;
            }
        };
        for image in images {
            source::import(&image, engine).expect("the engine takes it");
        }
        let place = Place::new(engine, &format!("{PROJECT}-monitoring"));
        let port = ports::free(engine);
        place.write("compose.yaml", &file(port));
        let shop = Self { engine, compose, place, port };
        let up = shop.compose(["up", "-d", "--wait"]);
        assert!(up.succeeded(), "{up}{}", shop.compose(["logs", "--tail=20"]));
        Some(shop)
    }

    #[track_caller]
    fn compose<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Finished {
        let mut command = self.compose.command(self.place.path());
        process::run(self.engine.at(&mut command).args(args), b"")
            .unwrap_or_else(|error| panic!("docker-compose cannot be run: {error}"))
    }

    /// The shop's containers, with when each was started.
    fn containers(&self) -> Vec<(String, Value)> {
        let ids = self.engine.of_project("container", PROJECT);
        let inspect = |id: &String| {
            let said = self.engine.docker(["inspect", id]);
            let said: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
            (id.clone(), said[0]["State"]["StartedAt"].clone())
        };
        let mut all: Vec<_> = ids.iter().map(inspect).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// Runs stackgen as a person does.
    fn at_terminal(&self, args: &str) -> Ended {
        let environment = format!("DOCKER_HOST={}", self.engine.socket());
        Session::start(self.place.path(), 100, &environment, args).end()
    }

    #[track_caller]
    fn must(&self, args: &[&str]) -> Finished {
        let ran = self.place.stackgen(args);
        assert!(ran.succeeded(), "{args:?}: {ran}");
        assert!(!ran.to_string().contains(CANARY), "{args:?}: {ran}");
        ran
    }
}

impl Drop for Shop<'_> {
    fn drop(&mut self) {
        self.engine.remove_project(&self.place.project);
        self.engine.remove_project(PROJECT);
    }
}

fn file(port: u16) -> String {
    format!(
        "name: {PROJECT}
services:
  api:
    image: shop/api:1
    expose: ['8080']
    depends_on: [db, cache]
  db:
    image: mariadb:11
    environment:
      MARIADB_ROOT_PASSWORD: {CANARY}
    healthcheck:
      test: [CMD-SHELL, 'mariadb --no-defaults --socket=/tmp/socket --user=health -e \"SELECT 1\"']
      interval: 1s
      retries: 60
  cache:
    image: redis:8
  web:
    image: nginx:1.28
    ports: ['127.0.0.1:{port}:80']
    depends_on: [api]
"
    )
}

/// Compares a picture of the README with what a terminal shows now; `UPDATE_GOLDENS=1` draws it anew. How
/// long something took, and what came first of what happens at once, is another in each run.
fn picture(name: &str, command: &str, drawn: &str) {
    let time = regex::Regex::new(r"after [0-9.]+ s").expect("an expression");
    let mut lines: Vec<String> =
        drawn.lines().map(|line| time.replace(line, "after 9 s").into_owned()).collect();
    let is_step = |line: &String| [" created", " works"].iter().any(|end| line.contains(end));
    let is_step = |line: &String| line.starts_with("  ") && is_step(line);
    if let Some(first) = lines.iter().position(is_step) {
        let count = lines[first..].iter().take_while(|line| is_step(line)).count();
        lines[first..first + count].sort();
    }
    let prompt = format!("\u{1b}[1m$\u{1b}[0m {command}\n");
    let svg = anstyle_svg::Term::new().render_svg(&(prompt + &lines.join("\n") + "\n"));
    golden::check_text(&cases::repository(&format!("docs/pictures/{name}.svg")), &svg);
}

/// Every file below a folder that has a text in it.
fn having(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            having(&path, text, found);
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).contains(text) {
            found.push(path.display().to_string());
        }
    }
}

#[test]
fn a_shop_without_monitoring_gets_a_proven_stack() {
    let Some(engine) = engine::shared() else { return };
    let Some(shop) = Shop::start(engine) else { return };
    let before = shop.containers();
    assert_eq!(before.len(), 4, "{before:?}");
    let receiver = Receiver::start(engine);

    let init =
        ["init", "--yes", "--metrics", "api", "--convention", "express", "--receiver", "webhook"];
    let init = shop.must(&[&init[..], &["--timezone", "UTC"]].concat());
    let spec = fs::read_to_string(shop.place.path().join("stack.toml")).expect("it is written");
    for part in [
        "join = [\"corner-shop_default\"]",
        "[apps.api]\ntargets = [\"api:8080\"]\nconvention = \"express\"\n",
        "[integrations.db]\ntype = \"mysql\"\naddress = \"db:3306\"\npassword_file = \"secrets/db.cnf\"\n",
        "[integrations.cache]\ntype = \"redis\"\naddress = \"cache:6379\"\n",
        "[probes.web]\ntype = \"tcp\"\ntargets = [\"web:80\"]\n",
    ] {
        assert!(spec.contains(part), "{part}\nis not in\n{spec}");
    }
    assert!(init.stderr.contains("install -m 444 /dev/stdin secrets/db.cnf"), "{init}");
    assert!(init.stderr.contains("CREATE USER"), "{init}");
    // What this machine is like; and a test does not wait for a quarter of a minute at each scrape.
    let written = shop.place.stackgen(["doctor", "--write"]);
    assert!(!written.to_string().contains(CANARY), "{written}");
    for (key, value) in [
        ("prometheus.scrape_timeout", "2s"),
        ("prometheus.scrape_interval", "2s"),
        ("prometheus.evaluation_interval", "2s"),
        ("apps.api.latency_threshold", "500ms"),
    ] {
        shop.must(&["set", key, value]);
    }
    shop.must(&["check", "--deny-warnings"]);
    shop.place.secret("db.cnf", &format!("[client]\npassword = {PASSWORD}\n"));
    shop.place.secret("webhook-url", receiver.url());

    let up = shop.at_terminal("up --timeout 100s");
    assert_eq!(up.code, Some(0), "{}", up.text);
    picture("up", "stackgen up", &up.drawn);
    for path in ["/", "/fail", "/slow"] {
        let _ = http::get(&format!("http://127.0.0.1:{}{path}", shop.port));
    }
    let verified = shop.place.stackgen(["verify", "--wait", "100s", "--format", "json"]);
    assert_eq!(verified.code, Some(0), "{verified}");
    let shown = shop.at_terminal("verify --wait 100s");
    assert_eq!(shown.code, Some(0), "{}", shown.text);
    picture("verify", "stackgen verify", &shown.drawn);
    let said: Value = serde_json::from_str(&verified.stdout).expect("it is JSON");
    let checks = said["result"]["checks"].as_array().expect("there are checks");
    assert!(checks.len() > 4, "{said:#}");
    for check in checks {
        assert_eq!(check["passes"], true, "{check:#}");
        let undecided = check["undecided"].as_array().map_or(0, Vec::len);
        assert_eq!(undecided, 0, "{check:#}");
    }

    assert_eq!(shop.containers(), before, "the application was touched");
    let mut found = Vec::new();
    having(shop.place.path(), CANARY, &mut found);
    assert_eq!(found.len(), 1, "only the application's own file has its password: {found:?}");

    // A second run finds nothing that is new, and changes nothing.
    let spec = fs::read_to_string(shop.place.path().join("stack.toml")).expect("it is there");
    shop.must(&["init", "--yes"]);
    let after = fs::read_to_string(shop.place.path().join("stack.toml")).expect("it is there");
    assert_eq!(after, spec);
}
