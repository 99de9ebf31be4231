//! What is missing before anything can start.

use std::process::Command;

use super::{Break, said};
use crate::engine;
use crate::light::Light;
use crate::ports;

#[test]
fn an_image_that_may_not_be_pulled() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    Break {
        part: "[prometheus]",
        by: "[prometheus]\nimage = \"localhost:1/nothing:1\"",
        args: &["--pull", "never"],
        sentences: &[
            "error: the image localhost:1/nothing:1 is missing, and --pull never keeps stackgen from pulling it",
            "help: remove `--pull never`, or load the image: docker load",
            "nothing was started",
        ],
    }
    .leaves_all_as_it_was(&light);
    light.change_spec("[prometheus]", "[prometheus]\nimage = \"localhost:1/nothing:1\"");
    let foreseen = light.up(["--dry-run", "--pull", "never"]);
    said(&foreseen, 3, &["error: the image localhost:1/nothing:1 is missing"]);
}

#[test]
fn an_image_whose_registry_cannot_be_reached() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    Break {
        part: "[prometheus]",
        by: "[prometheus]\nimage = \"localhost:1/nothing:1\"",
        args: &[],
        sentences: &[
            "error: cannot pull localhost:1/nothing:1: ",
            "help: the engine cannot reach the registry: check its network and its proxy settings",
            "help: or load the image yourself (docker load) and run: stackgen up --pull never",
            "nothing was started",
        ],
    }
    .leaves_all_as_it_was(&light);
}

#[test]
fn a_network_that_is_not_there() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let network = format!("{}_application", light.project);
    let join = format!("[networks]\njoin = [\"{network}\"]\n\n[grafana]");
    Break {
        part: "[grafana]",
        by: &join,
        args: &[],
        sentences: &[
            &format!("error: there is no network {network}, which [networks] join names"),
            "help: start your application first: its Compose project makes the network",
            &format!("help: or make it yourself: docker network create {network}"),
            "nothing was started",
        ],
    }
    .leaves_all_as_it_was(&light);

    // What the help says helps.
    light.change_spec("[grafana]", &join);
    let made = engine.docker(["network", "create", &network]);
    assert!(made.succeeded(), "{made}");
    light.must_come_up();
    // The application may be started anew while the stack does not run: then its network is another one.
    let before = light.runs();
    let stopped = engine.docker(["stop"].into_iter().chain(before.values().map(String::as_str)));
    assert!(stopped.succeeded(), "{stopped}");
    for action in ["rm", "create"] {
        let done = engine.docker(["network", action, &network]);
        assert!(done.succeeded(), "{done}");
    }
    light.must_come_up();
    assert_eq!(light.runs(), before);
    let down = light.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    let removed = engine.docker(["network", "rm", &network]);
    assert!(removed.succeeded(), "nobody is left in it: {removed}");
}

/// Alertmanager with two receivers, each with a secret.
const RECEIVERS: &str = r#"[alertmanager]
enabled = true

[receivers.oncall]
type = "pagerduty"
routing_key_file = "secrets/pager duty"

[receivers.chat]
type = "slack"
webhook_url_file = "secrets/chat"
channel = "alerts"

[routing]
P0 = ["oncall"]
P1 = ["chat"]
P2 = ["chat"]

[grafana]"#;

/// Runs git in the spec's folder, if this machine has it.
fn git(light: &Light<'_>, args: &[&str]) -> Option<String> {
    let ran = Command::new("git").arg("-C").arg(light.path()).args(args).output().ok()?;
    assert!(ran.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[test]
fn secret_files_that_are_not_there() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let missing = Break {
        part: "[grafana]",
        by: RECEIVERS,
        args: &[],
        sentences: &[
            "error: alertmanager needs the secret file secrets/chat, which does not exist",
            "error: alertmanager needs the secret file secrets/pager duty, which does not exist",
            "help: create each like this: paste the secret, press Enter, then Ctrl-D",
            "\n  mkdir -p -m 700 secrets && echo secrets/ >> .gitignore\n",
            "\n  install -m 444 /dev/stdin secrets/chat\n",
            "\n  install -m 444 /dev/stdin 'secrets/pager duty'\n",
            "nothing was started",
        ],
    };
    missing.leaves_all_as_it_was(&light);
    assert!(!light.path().join("secrets").exists(), "nothing is made up that must be supplied");

    // A dry run says the same.
    missing.happens(&light);
    said(&light.up(["--dry-run"]), 3, missing.sentences);

    // The commands do as they say, git ignores what they create, and nothing else is missing then.
    let has_git = git(&light, &["init", "--quiet"]).is_some();
    let up = missing.up(&light);
    for line in up
        .stderr
        .lines()
        .filter(|line| line.starts_with("  mkdir ") || line.starts_with("  install "))
    {
        let command = format!("printf %s not-a-real-secret | ({line})");
        let ran = Command::new("sh").args(["-c", &command]).current_dir(light.path()).status();
        assert!(ran.expect("there is a shell").success(), "{command}");
    }
    if has_git {
        let taken = git(&light, &["add", "--dry-run", "."]).unwrap_or_default();
        assert!(taken.contains("stack.toml") && !taken.contains("secrets/"), "{taken}");
    }
    let up = light.up(["--dry-run"]);
    assert!(up.succeeded(), "{up}");
    assert!(up.stdout.contains("create alertmanager"), "{up}");
    assert!(!up.stderr.contains("git"), "{up}");
}

#[test]
fn a_secret_file_with_nothing_in_it() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    light.change_spec("[grafana]", RECEIVERS);
    light.change_spec("enabled = false\n", "");
    light.secret("chat", " \n");
    light.secret("pager duty", "not-a-real-key");
    let sentences = [
        "error: secrets/chat is empty, but alertmanager needs a secret in it",
        "help: paste the secret, press Enter, then Ctrl-D: install -m 444 /dev/stdin secrets/chat",
        "nothing was started",
    ];
    for args in [&["up"][..], &["up", "--dry-run"]] {
        said(&light.stackgen(args), 3, &sentences);
    }
    // What could be made is not, as long as something else is wrong.
    assert!(!light.path().join("secrets/grafana-admin-password").exists());
    let doctor = light.stackgen(["doctor"]);
    assert!(doctor.stdout.contains("secret-file: secrets/chat is empty"), "{doctor}");
    let rendered = light.stackgen(["render"]);
    assert!(rendered.stderr.contains("warning: secrets/chat is empty"), "{rendered}");
}

/// Secrets that git would take are told, and one that is made up is kept from it.
#[test]
fn secret_files_in_a_repository() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    light.change_spec("[grafana]", RECEIVERS);
    let [alertmanager, grafana] = [(); 2].map(|()| ports::free(engine));
    light.change_spec("[alertmanager]", &format!("[alertmanager]\nport = {alertmanager}"));
    light.change_spec("[grafana]\nenabled = false", &format!("[grafana]\nport = {grafana}"));
    if git(&light, &["init", "--quiet"]).is_none() {
        return;
    }
    light.secret("chat", "https://chat.example/1");
    light.secret("pager duty", "not-a-real-key");
    let takes =
        |what: &str| git(&light, &["add", "--dry-run", "."]).unwrap_or_default().contains(what);
    assert!(takes("secrets/chat"));
    let up = light.up(["--timeout", "100s"]);
    assert!(up.succeeded(), "{up}");
    assert!(up.stderr.contains("created the secret file secrets/grafana-admin-password"), "{up}");
    assert!(!takes("secrets/"), "the folder has nothing but secrets: {up}");

    // What the user wrote is not changed; the command is said.
    light.write("secrets/.gitignore", "# mine\n");
    let up = light.up([]);
    assert!(up.succeeded(), "{up}");
    let warned = "warning: git does not ignore secrets/chat, secrets/grafana-admin-password, secrets/pager duty";
    assert!(up.stderr.contains(warned), "{up}");
    assert!(up.stderr.contains("help: echo secrets/ >> .gitignore"), "{up}");
    let doctor = light.stackgen(["doctor"]);
    assert!(doctor.stdout.contains("git does not ignore secrets/chat"), "{doctor}");
    assert!(doctor.stdout.contains("help: echo secrets/ >> .gitignore"), "{doctor}");
    light.write(".gitignore", "secrets/\n");
    let up = light.up([]);
    assert!(!up.stderr.contains("git does not ignore"), "{up}");
    assert!(!takes("secrets/"));
}

/// A dry run ends as the run itself would, and shows what it would write.
#[test]
fn a_dry_run_is_as_the_run() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let foreseen = light.up(["--dry-run"]);
    assert!(foreseen.succeeded(), "{foreseen}");
    for line in [
        "create file monitoring/docker-compose.monitoring.yml\n",
        "create file monitoring/prometheus/prometheus.yml\n",
        "create prometheus\n",
    ] {
        assert!(foreseen.stdout.contains(line), "{line}{foreseen}");
    }
    assert!(!light.path().join("monitoring").exists());

    let rendered = light.stackgen(["render"]);
    assert!(rendered.succeeded(), "{rendered}");
    light.change_spec("[prometheus]", "[prometheus]\nscrape_interval = \"20s\"");
    let foreseen = light.up(["--dry-run"]);
    assert!(
        foreseen.stdout.contains("update file monitoring/prometheus/prometheus.yml\n"),
        "{foreseen}"
    );

    light.write("monitoring/prometheus/prometheus.yml", "# mine\n");
    for args in [&["up", "--dry-run"][..], &["up"]] {
        let run = light.stackgen(args);
        said(&run, 1, &["prometheus/prometheus.yml", "nothing was started"]);
        light.must_not_be_there(&run);
    }
    let forced = light.up(["--dry-run", "--force"]);
    assert!(forced.succeeded(), "{forced}");
    assert!(
        forced.stdout.contains("overwrite file monitoring/prometheus/prometheus.yml\n"),
        "{forced}"
    );
    let never = light.stackgen(["up", "--dry-run", "--force", "--pull", "never"]);
    assert!(never.succeeded(), "its images are there: {never}");
}

#[test]
fn a_secret_file_that_nobody_in_the_container_can_read() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    light.change_spec("[grafana]", RECEIVERS);
    light.secret("chat", "https://chat.example/1");
    light.secret("pager duty", "not-a-real-key");
    let key = light.path().join("secrets/pager duty");
    let set = |mode| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(&key, mode).expect("the test's own file");
    };
    set(0o400);
    let up = light.up([]);
    let help = "chmod 444 'secrets/pager duty' && chmod 700 secrets";
    let who = "error: alertmanager runs as user 65534, who cannot read secrets/pager duty";
    said(&up, 3, &[who, help, "nothing was started"]);
    assert!(!up.stderr.contains("not-a-real-key"), "{up}");
    light.must_not_be_there(&up);
    set(0o444);
    let up = light.up(["--dry-run"]);
    assert!(up.succeeded(), "{up}");
}
