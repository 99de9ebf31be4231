//! What is missing before anything can start.

use super::{Break, said};
use crate::engine;
use crate::light::Light;

#[test]
fn an_image_that_may_not_be_pulled() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    Break {
        part: "[prometheus]",
        by: "[prometheus]\nimage = \"localhost:1/nothing:1\"",
        args: &["--pull", "never"],
        sentences: &[
            "error: the image localhost:1/nothing:1 is not there, and --pull never forbids to pull it",
            "help: leave out `--pull never`, or bring the image: docker load",
            "nothing was started",
        ],
    }
    .leaves_all_as_it_was(&light);
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
            "help: or bring the image yourself (docker load) and run: stackgen up --pull never",
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

#[test]
fn secret_files_that_are_not_there() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let missing = Break {
        part: "[grafana]",
        by: RECEIVERS,
        args: &[],
        sentences: &[
            "error: alertmanager needs the secret file secrets/chat, which is not there",
            "error: alertmanager needs the secret file secrets/pager duty, which is not there",
            "help: create each like this: paste the secret, press Enter, then Ctrl-D",
            "  mkdir -p -m 700 secrets && install -m 444 /dev/stdin secrets/chat",
            "  mkdir -p -m 700 secrets && install -m 444 /dev/stdin 'secrets/pager duty'",
            "nothing was started",
        ],
    };
    missing.leaves_all_as_it_was(&light);
    assert!(!light.path().join("secrets").exists(), "nothing is made up that must be supplied");

    // The commands do as they say, and nothing else is missing then.
    missing.happens(&light);
    for line in missing.up(&light).stderr.lines().filter(|line| line.contains("install -m 444")) {
        let command = format!("printf %s not-a-real-secret | ({line})");
        let mut shell = std::process::Command::new("sh");
        let ran = shell.args(["-c", &command]).current_dir(light.path()).status();
        assert!(ran.expect("there is a shell").success(), "{command}");
    }
    let up = light.up(["--dry-run"]);
    assert!(up.succeeded(), "{up}");
    assert!(up.stdout.contains("create alertmanager"), "{up}");
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
