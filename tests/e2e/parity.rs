//! What `stackgen up` makes and what Docker Compose makes of the same file: the same containers, and
//! each takes over what the other made.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::engine;
use crate::fixture::Fixture;

/// What may differ, and why. A path ends at a point or where it is complete.
const MAY_DIFFER: &[(&str, &str)] = &[
    ("Config.Hostname", "the container's own id, as nothing else is asked for"),
    ("Config.Labels.com.docker.compose.version", "who made it: stackgen's version or Compose's"),
    ("Config.Labels.com.docker.compose.config-hash", "Compose hashes its own form of a service"),
    ("Config.Labels.stackgen.secrets", "which secret files it got, as Compose does not note"),
    ("Config.Labels.com.docker.compose.depends_on", "Compose writes a map in any order"),
    ("Config.Labels.com.docker.compose.replace", "Compose notes which container it replaced"),
    (
        "NetworkSettings",
        "of running containers, the other's are only created; what was asked for is compared",
    ),
];

/// What is compared. The rest of what `docker inspect` says is the container's life so far.
const COMPARED: [&str; 6] = ["Name", "Path", "Args", "Config", "HostConfig", "Mounts"];

/// All values in a value, by their path. Lists of which the order means nothing are sorted.
fn flat(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| flat(&below(key), value, into)),
        Value::Array(items) if path != "Args" && path != "Config.Cmd" => {
            let mut items: Vec<String> = items.iter().map(Value::to_string).collect();
            items.sort();
            into.insert(path.to_owned(), items.join("\n"));
        }
        other => {
            into.insert(path.to_owned(), other.to_string());
        }
    }
}

fn compared(container: &Value) -> BTreeMap<String, String> {
    let part: Map<String, Value> =
        COMPARED.iter().map(|key| ((*key).to_owned(), container[*key].clone())).collect();
    let mut flattened = BTreeMap::new();
    flat("", &Value::Object(part), &mut flattened);
    // How it is reached on each of its networks: by which names.
    let networks =
        container["NetworkSettings"]["Networks"].as_object().cloned().unwrap_or_default();
    for (network, endpoint) in networks {
        // Engines add a running container's own id.
        let id: String = container["Id"].as_str().unwrap_or_default().chars().take(12).collect();
        let mut names: Vec<&str> = endpoint["Aliases"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|name| *name != id)
            .collect();
        names.sort_unstable();
        flattened.insert(format!("names on {network}"), names.join(" "));
    }
    flattened
}

fn may_differ(path: &str) -> bool {
    MAY_DIFFER.iter().any(|(known, _)| {
        path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// The service, where they differ, and what each has.
fn differences(ours: &[(String, Value)], theirs: &[(String, Value)]) -> Vec<String> {
    let names =
        |all: &[(String, Value)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(ours), names(theirs), "the services differ");
    let mut found = Vec::new();
    for ((service, ours), (_, theirs)) in ours.iter().zip(theirs) {
        let (ours, theirs) = (compared(ours), compared(theirs));
        let absent = "nothing".to_owned();
        for path in ours.keys().chain(theirs.keys()).collect::<std::collections::BTreeSet<_>>() {
            let (a, b) = (ours.get(path).unwrap_or(&absent), theirs.get(path).unwrap_or(&absent));
            if a != b && !may_differ(path) {
                found.push(format!("{service}: {path}\n  stackgen: {a}\n  compose:  {b}"));
            }
        }
    }
    found
}

#[test]
fn containers_are_those_that_compose_would_make_and_each_takes_over_the_others() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    let ours = fixture.containers();
    assert_eq!(ours.len(), 8);

    // Compose understands what stackgen made.
    let listed = fixture.compose(["ps", "--services"]);
    assert_eq!(listed.stdout.lines().count(), 8, "{listed}");
    let logs = fixture.compose(["logs", "--no-log-prefix", "prometheus"]);
    assert!(logs.stdout.contains("Server is ready to receive web requests"), "{logs}");
    let stopped = fixture.compose(["stop", "carts-exporter"]);
    assert!(stopped.succeeded(), "{stopped}");
    let status = fixture.stackgen(["status"]);
    assert_eq!(status.code, Some(1), "{status}");
    assert!(status.stdout.contains("it does not run"), "{status}");
    let started = fixture.up();
    assert!(started.succeeded(), "{started}");
    assert!(started.stderr.contains("carts-exporter started"), "{started}");
    assert!(started.stderr.contains("7 unchanged"), "{started}");
    // Compose has a hash of its own, and makes a container anew; stackgen is content with that one.
    let id = || {
        let containers = fixture.containers();
        let found = containers.iter().find(|(service, _)| service == "carts-exporter");
        found.map(|(_, container)| container["Id"].to_string())
    };
    let before = id();
    let again = fixture.compose(["up", "-d", "--no-deps", "carts-exporter"]);
    assert!(again.succeeded(), "{again}");
    let made = id();
    assert_ne!(made, before, "{again}");
    let idle = fixture.up();
    assert!(idle.succeeded(), "{idle}");
    assert!(idle.stderr.contains("8 unchanged"), "{idle}");
    assert_eq!(id(), made);
    let down = fixture.compose(["down"]);
    assert!(down.succeeded(), "{down}");
    for kind in ["container", "network"] {
        assert_eq!(engine.of_project(kind, &fixture.project), [""; 0], "{kind}s are left");
    }

    // What Compose makes of the same file is the same.
    let made = fixture.compose(["up", "--no-start"]);
    assert!(made.succeeded(), "{made}");
    let theirs = fixture.containers();
    let differ = differences(&ours, &theirs);
    assert!(differ.is_empty(), "{}", differ.join("\n"));

    // stackgen takes over what Compose made: it starts those very containers.
    let taken = fixture.up();
    assert!(taken.succeeded(), "{taken}");
    let ids = |all: &[(String, Value)]| {
        all.iter().map(|(_, one)| one["Id"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&fixture.containers()), ids(&theirs));
    assert!(taken.stderr.contains("8 started"), "{taken}");
    let logs = fixture.stackgen(["logs", "--tail", "1", "alertmanager", "prometheus"]);
    assert!(logs.succeeded(), "{logs}");
    assert_eq!(logs.stdout.lines().count(), 2, "{logs}");
    let down = fixture.stackgen(["down", "--volumes", "--yes"]);
    assert!(down.succeeded(), "{down}");
    for kind in ["container", "network", "volume"] {
        assert_eq!(engine.of_project(kind, &fixture.project), [""; 0], "{kind}s are left");
    }
}
