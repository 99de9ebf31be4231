//! What has to be done, for everything that can be there.

mod described_once;
mod ownership;

use super::{Claims, Container, Known, Project, Seen, plan};
use crate::pipeline::{Input, SpecText, resolve};
use crate::stack::Stack;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Prometheus, which can read its files again, and node-exporter, which reads none.
fn stack() -> Stack {
    let text = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n[grafana]\nenabled = false\n";
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    resolve(Input { spec: Some(spec), ..Input::default() }).stack.expect("it is sound")
}

fn project(stack: &Stack) -> Project<'_> {
    Project {
        stack,
        folder: PathBuf::from("/shop/monitoring"),
        compose_file: "docker-compose.monitoring.yml",
        spec_folder: PathBuf::from("/shop"),
        files: BTreeMap::from([("prometheus".to_owned(), "files-1".to_owned())]),
        claims: Claims::default(),
    }
}

fn known(stack: &Stack) -> Known {
    let image = |service: &crate::stack::Service| {
        (service.image.to_string(), format!("sha256:{}", service.name))
    };
    Known { images: stack.services.iter().map(image).collect(), ..Known::default() }
}

/// A container that is what it should be.
fn container(project: &Project<'_>, service: &str) -> Container {
    let stack = project.stack;
    let found = project.service(service).expect("the stack has it");
    Container {
        id: format!("id-{service}"),
        name: project.container(service),
        service: service.to_owned(),
        image_id: format!("sha256:{service}"),
        running: true,
        service_hash: Some(found.fingerprint(stack)),
        files_hash: project.files.get(service).cloned(),
        working_dir: "/shop/monitoring".to_owned(),
        ..Container::default()
    }
}

/// Everything as it should be.
fn seen(project: &Project<'_>) -> Seen {
    let names = ["prometheus", "node-exporter"];
    let network = project.network();
    Seen {
        containers: names.iter().map(|name| container(project, name)).collect(),
        networks: [(network.clone(), String::new())].into(),
        second_networks: BTreeMap::new(),
        volumes: [(project.volume("prometheus-data"), String::new())].into(),
        all_networks: [network].into(),
        others: vec![],
    }
}

/// The steps, after a change of what is there and of what is known.
fn steps(change: impl FnOnce(&mut Seen, &mut Known)) -> Vec<String> {
    let stack = stack();
    let project = project(&stack);
    let (mut seen, mut known) = (seen(&project), known(&stack));
    change(&mut seen, &mut known);
    plan(&project, &seen, &known).steps.iter().map(ToString::to_string).collect()
}

#[test]
fn on_a_clean_engine_everything_is_made() {
    let made = steps(|seen, _| *seen = Seen::default());
    let expected = [
        "create network shop_monitoring",
        "create volume shop_prometheus-data",
        "create prometheus",
        "create node-exporter",
    ];
    assert_eq!(made, expected);
}

#[test]
fn what_is_as_it_should_be_is_left() {
    assert_eq!(steps(|_, _| {}), ["leave prometheus", "leave node-exporter"]);
}

#[test]
fn one_container_is_made_anew_for_each_reason() {
    let prometheus = |change: fn(&mut Container)| {
        let steps = steps(|seen, _| change(&mut seen.containers[0]));
        assert_eq!(steps[1], "leave node-exporter");
        steps[0].clone()
    };
    assert_eq!(
        prometheus(|one| one.service_hash = Some("another".to_owned())),
        "recreate prometheus (its settings changed)"
    );
    assert_eq!(
        prometheus(|one| one.service_hash = None),
        "recreate prometheus (stackgen did not render it)"
    );
    assert_eq!(
        prometheus(|one| one.image_id = "sha256:older".to_owned()),
        "recreate prometheus (there is a newer image of this name)"
    );
    assert_eq!(
        prometheus(|one| one.working_dir = "/elsewhere".to_owned()),
        "recreate prometheus (the output folder changed)"
    );
}

#[test]
fn changed_files_are_reloaded_and_that_is_remembered() {
    let older = |seen: &mut Seen| seen.containers[0].files_hash = Some("files-0".to_owned());
    assert_eq!(steps(|seen, _| older(seen))[0], "reload prometheus (its files changed)");
    let reloaded = steps(|seen, known| {
        older(seen);
        known.reloaded.insert("id-prometheus".to_owned(), "files-1".to_owned());
    });
    assert_eq!(reloaded[0], "leave prometheus");
}

#[test]
fn what_does_not_run_is_started() {
    assert_eq!(steps(|seen, _| seen.containers[1].running = false)[1], "start node-exporter");
    let renamed = steps(|seen, _| seen.containers[1].name = "abc_shop-node-exporter-1".to_owned());
    assert_eq!(renamed[1], "start node-exporter", "under its own name");
}

#[test]
fn what_an_interrupted_run_left_goes_and_the_right_one_stays() {
    let left = steps(|seen, _| {
        let mut old = seen.containers[0].clone();
        old.id = "id-old".to_owned();
        old.name = "idold_shop-prometheus-1".to_owned();
        old.running = false;
        old.service_hash = Some("another".to_owned());
        seen.containers.insert(0, old);
    });
    let expected = [
        "leave prometheus",
        "leave node-exporter",
        "remove container idold_shop-prometheus-1 (left over from an earlier run)",
    ];
    assert_eq!(left, expected);
}

#[test]
fn containers_of_services_that_are_gone_stay_unless_they_are_to_go() {
    let other = |seen: &mut Seen| {
        let mut other = seen.containers[1].clone();
        (other.id, other.name) = ("id-web".to_owned(), "shop-web-1".to_owned());
        other.service = "web".to_owned();
        seen.containers.push(other);
    };
    assert_eq!(steps(|seen, _| other(seen)).len(), 2);
    let removed = steps(|seen, known| {
        other(seen);
        known.remove_orphans = true;
    });
    assert_eq!(removed[2], "remove container shop-web-1 (the stack no longer has this service)");
}
