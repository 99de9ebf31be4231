//! What others made under a stack's name runs on and keeps its data, whatever is asked for; and it is
//! said whose it is.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::engine::{self, Engine, images::APP};
use crate::light::{Light, image_that};
use crate::place::Place;
use crate::ports;
use crate::support::process::{self, Finished};
use crate::support::tools::{self, Tool};

/// The file of an application with a volume.
fn compose_file(project: &str) -> String {
    format!(
        "name: {project}
services:
  web:
    image: {APP}
    user: '0'
    entrypoint: [sh, -c, 'echo kept > /data/mark; sleep 100000']
    stop_grace_period: 0s
    volumes: ['data:/data']
volumes:
  data: {{}}
"
    )
}

/// Docker Compose in a folder of a place.
#[track_caller]
fn compose(place: &Place<'_>, tool: &Tool, folder: &str, args: &[&str]) -> Finished {
    let mut command = tool.command(&place.path().join(folder));
    let ran = process::run(place.engine.at(&mut command).args(args), b"");
    let ran = ran.unwrap_or_else(|error| panic!("docker-compose cannot be run: {error}"));
    assert!(ran.succeeded(), "{ran}");
    ran
}

/// The application's container, which must run and have its data.
#[track_caller]
fn web(engine: &Engine, project: &str, after: &str) -> String {
    let name = format!("{project}-web-1");
    let id = engine.docker(["inspect", "--format", "{{.Id}} {{.State.Running}}", &name]);
    assert!(id.stdout.trim().ends_with(" true"), "after {after}: {id}");
    let data = engine.docker(["exec", &name, "cat", "/data/mark"]);
    assert_eq!(data.stdout, "kept\n", "after {after}: {data}");
    id.stdout
}

#[track_caller]
fn says(run: &Finished, code: i32, sentences: &[&str]) {
    assert_eq!(run.code, Some(code), "{run}");
    for sentence in sentences {
        assert!(run.stderr.contains(sentence), "it does not say {sentence:?}: {run}");
    }
}

#[test]
fn an_application_of_the_same_name_runs_on_and_keeps_its_data() {
    let Some(engine) = engine::shared() else { return };
    let Some(tool) = tools::docker_compose() else { return };
    let light = Light::new(engine);
    let project = light.project.clone();
    fs::create_dir(light.path().join("app")).expect("the place's own folder");
    light.write("app/compose.yml", &compose_file(&project));
    compose(&light, tool, "app", &["up", "-d"]);
    let before = poll_web(engine, &project);
    let file = light.path().join("app/compose.yml");
    let whose = format!(
        "the project name {project} belongs to the application {project} ({}): container {project}-web-1",
        file.display()
    );
    let another = format!("name = \"{project}-monitoring\"");
    for (args, code, sentences) in [
        (&["up"][..], 1, [whose.as_str(), &another]),
        (&["up", "--dry-run"], 1, [&whose, &another]),
        (&["up", "--remove-orphans", "--force"], 1, [&whose, "nothing was changed"]),
        (&["up", "--adopt", "--remove-orphans"], 1, [&whose, &another]),
        (&["reload"], 1, [&whose, &another]),
        (&["status"], 1, [&whose, &another]),
        (&["logs"], 1, [&whose, &another]),
        (
            &["down"],
            0,
            ["not this stack's, so left: container ", file.to_str().unwrap_or_default()],
        ),
        (&["down", "--volumes", "--yes"], 0, [&format!("volume {project}_data"), "so left: "]),
        (
            &["down", "--volumes", "--yes", "--remove-orphans", "--adopt"],
            0,
            [&format!("volume {project}_data"), "so left: "],
        ),
    ] {
        let ran = light.stackgen(args);
        says(&ran, code, &sentences);
        assert!(!ran.stderr.contains("take over"), "an application is never adopted: {ran}");
        assert!(!ran.stdout.contains("kept"), "{ran}");
        assert_eq!(web(engine, &project, &args.join(" ")), before);
    }
    assert!(!light.path().join("monitoring").exists(), "nothing was written");
    let doctor = light.stackgen(["doctor", "--format", "json"]);
    let report: Value = serde_json::from_str(&doctor.stdout).expect("it is JSON");
    let findings = report["result"]["findings"].as_array().cloned().unwrap_or_default();
    let found = findings.iter().find(|it| it["code"] == "project-name");
    assert_eq!(found.map(|it| &it["message"]), Some(&Value::from(whose)), "{doctor}");
    let status = light.stackgen(["status", "--format", "json"]);
    let shown: Value = serde_json::from_str(&status.stdout).expect("it is JSON");
    assert_eq!(shown["result"]["others"][0]["owner"], "application", "{status}");

    // What is advised helps, and then neither is an orphan to the other.
    light.change_spec(&format!("name = \"{project}\""), &another);
    let up = light.stackgen(["up", "--remove-orphans", "--timeout", "100s"]);
    let launched = format!("{project}-monitoring");
    let running = engine.of_project("container", &launched);
    compose(&light, tool, "app", &["up", "-d", "--remove-orphans"]);
    let left = engine.of_project("container", &launched);
    let down = light.stackgen(["down", "--volumes", "--yes", "--remove-orphans"]);
    engine.remove_project(&launched);
    assert!(up.succeeded(), "{up}");
    assert_eq!((running.len(), left), (2, running), "{up}");
    assert!(down.succeeded(), "{down}");
    assert_eq!(web(engine, &project, "a launch under another name"), before);
}

/// The same once it has written its data.
#[track_caller]
fn poll_web(engine: &Engine, project: &str) -> String {
    let name = format!("{project}-web-1");
    crate::poll::until("the application writes its data", || {
        let data = engine.docker(["exec", &name, "cat", "/data/mark"]);
        if data.stdout == "kept\n" { Ok(()) } else { Err(data.to_string()) }
    });
    web(engine, project, "its start")
}

#[test]
fn a_second_folder_of_the_same_name_leaves_the_first_ones_stack_alone() {
    let Some(engine) = engine::shared() else { return };
    let first = Light::new(engine);
    first.must_come_up();
    first.mark();
    let runs = first.runs();
    let second = Place::new(engine, &first.project);
    let spec = fs::read_to_string(first.path().join("stack.toml")).expect("it was written");
    let port = ports::free(engine).to_string();
    second.write("stack.toml", &spec.replace(&first.port.to_string(), &port));
    let whose = format!("the stack in {}/monitoring", first.path().display());
    let left = ["so left: containers ", whose.as_str()];
    for (args, code, sentences) in [
        (&["up"][..], 1, [whose.as_str(), "help: or, if that folder has moved here"]),
        (&["up", "--remove-orphans", "--force"], 1, [&whose, "nothing was changed"]),
        (&["reload"], 1, [&whose, "stackgen up --adopt"]),
        (&["status"], 1, [&whose, "stackgen up --adopt"]),
        (&["logs"], 1, [&whose, "stackgen up --adopt"]),
        (&["down"], 0, left),
        (&["down", "--volumes", "--yes", "--remove-orphans"], 0, left),
    ] {
        says(&second.stackgen(args), code, &sentences);
        assert_eq!(first.runs(), runs, "after {args:?}");
        first.mark_must_be_there();
    }
    // One that would take it over all the same, and fails: the first one's runs again.
    let image = format!("ownership/broken:{}", first.project);
    image_that(engine, &image, "exit 3");
    let sound = fs::read_to_string(second.path().join("stack.toml")).expect("it was written");
    second.change_spec("[prometheus]", &format!("[prometheus]\nimage = \"{image}\""));
    let broken = second.stackgen(["up", "--adopt"]);
    says(&broken, 3, &["adopting containers ", &whose, "restored the previous stack"]);
    assert_eq!(first.runs(), runs, "{broken}");
    second.write("stack.toml", &sound);
    says(&second.stackgen(["up"]), 1, &[&whose]);
    // Its data is safe also while nothing of it runs.
    let down = first.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    let data = format!("belongs to {whose}: volume {}", first.volume());
    says(&second.stackgen(["up"]), 1, &[&data, "nothing was changed"]);
    let down = second.stackgen(["down", "--volumes", "--yes", "--remove-orphans"]);
    says(&down, 0, &[&format!("so left: volume {}", first.volume())]);
    first.must_come_up();
    first.mark_must_be_there();
}

#[test]
fn a_folder_that_has_moved_takes_over_what_is_its_own() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let place = |name: &str| light.path().join(name);
    fs::create_dir(place("a")).expect("the place's own folder");
    fs::rename(place("stack.toml"), place("a/stack.toml")).expect("it was written");
    let up = |spec: &str, args: &[&str]| {
        light.stackgen(["up", spec, "--timeout", "100s"].iter().chain(args))
    };
    let first = up("a/stack.toml", &[]);
    assert!(first.succeeded(), "{first}");
    light.mark();
    let before = light.runs();
    fs::rename(place("a"), place("b")).expect("the place's own folder");

    let former = format!("the stack in {}", place("a/monitoring").display());
    says(&up("b/stack.toml", &[]), 1, &[&former, "stackgen up --adopt"]);
    assert_eq!(light.runs(), before);
    let adopted = up("b/stack.toml", &["--adopt"]);
    says(&adopted, 0, &["adopting containers ", &former, "recreated (the output folder changed)"]);
    let now = light.runs();
    assert!(now.values().all(|id| !before.values().any(|old| old == id)), "{now:?}");
    light.mark_must_be_there();
    // From now on it is at home there, also while no container shows it.
    for round in ["2 unchanged", "2 created"] {
        let again = up("b/stack.toml", &[]);
        says(&again, 0, &[round]);
        let down = light.stackgen(["down", "b/stack.toml"]);
        says(&down, 0, &[&format!("network {}_monitoring removed", light.project)]);
    }
    light.mark_must_be_there();

    // It moves again, and goes.
    let up = up("b/stack.toml", &[]);
    assert!(up.succeeded(), "{up}");
    fs::rename(place("b"), place("c")).expect("the place's own folder");
    let down = light.stackgen(["down", "c/stack.toml", "--volumes", "--yes"]);
    says(&down, 0, &["so left: containers ", "stackgen down --adopt"]);
    let down = light.stackgen(["down", "c/stack.toml", "--volumes", "--yes", "--adopt"]);
    assert!(down.succeeded(), "{down}");
    light.must_not_be_there(&down);
    assert_eq!(engine.of_project("volume", &light.project), [""; 0]);
}

#[test]
fn what_compose_made_of_our_file_is_ours_and_a_volume_of_unknown_origin_is_not() {
    let Some(engine) = engine::shared() else { return };
    let Some(tool) = tools::docker_compose() else { return };
    let light = Light::new(engine);
    let rendered = light.stackgen(["render"]);
    assert!(rendered.succeeded(), "{rendered}");
    let file = ["-f", "docker-compose.monitoring.yml"];
    compose(&light, tool, "monitoring", &[file[0], file[1], "up", "-d"]);
    let made: BTreeMap<String, String> = light.runs();
    says(&light.up([]), 0, &["2 unchanged"]);
    light.mark();
    let down = light.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    // Compose wrote no folder into the volume; that it is ours was remembered.
    says(&light.up([]), 0, &["2 created"]);
    light.mark_must_be_there();
    assert_ne!(light.runs(), made);

    // Where it was not, nothing shows whose the data is.
    compose(&light, tool, "monitoring", &[file[0], file[1], "down"]);
    fs::remove_dir_all(light.path().join("monitoring")).expect("it was rendered");
    let volume = light.volume();
    let refused = light.up([]);
    let unknown = format!("nothing shows that this stack made the volume {volume}");
    says(&refused, 1, &[&unknown, "stackgen up --adopt", "nothing was changed"]);
    let down = light.stackgen(["down", "--volumes", "--yes", "--remove-orphans", "--adopt"]);
    says(&down, 0, &[&format!("so left: volume {volume}")]);
    light.mark_must_be_there();
    says(&light.up(["--adopt"]), 0, &[&format!("adopting volume {volume}")]);
    light.mark_must_be_there();

    // A name that somebody else's container has.
    let down = light.stackgen(["down", "--volumes", "--yes"]);
    assert!(down.succeeded(), "{down}");
    let name = format!("{}-prometheus-1", light.project);
    let made = engine.docker(["create", "--name", &name, APP]);
    assert!(made.succeeded(), "{made}");
    let refused = light.up(["--remove-orphans", "--adopt"]);
    let down = light.stackgen(["down", "--remove-orphans"]);
    let removed = engine.docker(["rm", &name]);
    says(&refused, 1, &[&format!("nothing shows that this stack made the container {name}")]);
    assert!(down.succeeded(), "{down}");
    assert!(removed.succeeded(), "it is still there: {removed}");
    light.must_come_up();
}
