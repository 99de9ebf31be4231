//! A container is described once: whatever is said about it reaches its fingerprint, the Compose file and
//! what the engine is asked for.

use super::project;
use crate::decode::At;
use crate::docker::{Image, create};
use crate::pipeline::{Input, SpecText, resolve};
use crate::render::{COMPOSE_FILE, Place, render};
use crate::stack::{
    Condition, Dependency, HostMount, Mount, Propagation, Published, SecretFile, Selinux, Service,
    Stack, Volume,
};
use crate::value::{BindAddress, Name, Port, Scalar, Size, SpecPath};
use serde_json::Value as Json;
use std::collections::BTreeSet;

fn value<T: Scalar>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|error| panic!("{text}: {}", error.reason))
}

/// A place in a service, and another value for what is there.
type Change = (&'static str, fn(&mut Service));

const CHANGES: &[Change] = &[
    ("name", |it| it.name = value("another")),
    ("image", |it| it.image.value = value("prom/another:v1")),
    ("user", |it| it.user = "1:1".to_owned()),
    ("command", |it| it.command.push("--another".to_owned())),
    ("environment", |it| it.environment.extend([("ANOTHER".to_owned(), "1".to_owned())])),
    ("secrets.name", |it| it.secrets[0].name = "another".to_owned()),
    ("secrets.path", |it| it.secrets[0].path = value("secrets/another")),
    ("mounts.folder", |it| it.mounts[0].folder.value = "another".to_owned()),
    ("mounts.target", |it| it.mounts[0].target.value = "/another".to_owned()),
    ("volumes.name", |it| it.volumes[0].name = value("another")),
    ("volumes.target", |it| it.volumes[0].target = "/another".to_owned()),
    ("tmpfs", |it| it.tmpfs.push("/another".to_owned())),
    ("capabilities", |it| it.capabilities.push("SYSLOG".to_owned())),
    ("host.mounts.source", |it| it.host.mounts[0].source = "/another".to_owned()),
    ("host.mounts.target", |it| it.host.mounts[0].target.value = "/another".to_owned()),
    ("host.mounts.propagation", |it| it.host.mounts[0].propagation = None),
    ("host.mounts.recursive", |it| it.host.mounts[0].recursive = false),
    ("host.mounts.create", |it| it.host.mounts[0].create = true),
    ("host.devices", |it| it.host.devices.push("/dev/another".to_owned())),
    ("host.users", |it| it.host.users = true),
    ("host.selinux", |it| it.host.selinux = Selinux::Confined),
    ("published.bind", |it| it.published[0].bind = value("127.0.0.2")),
    ("published.port", |it| it.published[0].port = value("9999")),
    ("published.target", |it| it.published[0].target = value("9999")),
    ("outward", |it| it.outward = false),
    ("host_gateway", |it| it.host_gateway = true),
    ("healthcheck.command", |it| health(it).command.push(value("another"))),
    ("healthcheck.interval", |it| health(it).interval = value("59s")),
    ("healthcheck.timeout", |it| health(it).timeout = value("59s")),
    ("healthcheck.retries", |it| health(it).retries = 59),
    ("healthcheck.start_period", |it| health(it).start_period = value("59s")),
    ("limits.memory", |it| it.limits.memory = Size::from_mib(59)),
    ("limits.cpus", |it| it.limits.cpus = value("0.59")),
    ("limits.pids", |it| it.limits.pids = 59),
    ("stop_grace_period", |it| it.stop_grace_period = Some(value("59s"))),
    ("depends_on.name", |it| it.depends_on[0].name = value("another")),
    ("depends_on.condition", |it| it.depends_on[0].condition = Condition::Started),
];

fn health(service: &mut Service) -> &mut crate::stack::Healthcheck {
    service.healthcheck.as_mut().expect("it has a health check")
}

/// Prometheus, with something of each kind.
fn stack() -> Stack {
    let text = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n[networks]\njoin = [\"a\"]\n";
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    let mut stack = resolve(Input { spec: Some(spec), ..Input::default() }).stack.expect("sound");
    let span = stack.services[0].span;
    let (name, path) = ("one".to_owned(), value::<SpecPath>("secrets/one"));
    let target = At::of("/one".to_owned());
    let service = &mut stack.services[0];
    service.environment = [("ONE".to_owned(), "1".to_owned())].into();
    service.secrets = vec![SecretFile { name, path, span, generated: false, login: None }];
    let folder = At::of("one".to_owned());
    service.mounts = vec![Mount { folder, target: target.clone(), live: false, loads: vec![] }];
    service.volumes = vec![Volume { name: value("one"), target: "/data".to_owned() }];
    service.tmpfs = vec!["/tmp".to_owned()];
    service.capabilities = vec!["NET_RAW".to_owned()];
    service.host.devices = vec!["/dev/one".to_owned()];
    service.host.mounts = vec![HostMount {
        source: "/one".to_owned(),
        target,
        propagation: Some(Propagation::Slave),
        recursive: true,
        create: false,
    }];
    let (bind, port): (BindAddress, Port) = (BindAddress::LOOPBACK, value("9090"));
    let (bind_span, authenticated) = (span, false);
    let target = port;
    service.published = vec![Published { bind, port, target, span, bind_span, authenticated }];
    service.outward = true;
    let name: Name = value("one");
    service.depends_on = vec![Dependency { name, condition: Condition::Healthy }];
    stack
}

/// The service in the Compose file, and in the request to the engine, without their hashes.
fn seen(stack: &Stack) -> (String, Json) {
    let files = render(stack, &Place { to_spec: "..".to_owned() }).expect("it renders");
    let compose = String::from_utf8_lossy(files.get(COMPOSE_FILE).expect("it is there"));
    let compose: Vec<_> = compose.lines().filter(|line| !line.contains("-hash: ")).collect();
    let (project, service) = (project(stack), &stack.services[0]);
    let image = Image { id: "sha256:1".to_owned(), ..Image::default() };
    let mut body = serde_json::to_value(create::container(&project, service, &image)).unwrap();
    let labels = body["Labels"].as_object_mut().expect("it has labels");
    labels.retain(|name, _| !name.ends_with("-hash"));
    (compose.join("\n"), body)
}

/// The places of all values in a value. What a map's keys are is the user's choice.
fn places(at: &str, value: &Json, into: &mut BTreeSet<String>) {
    match value {
        Json::Object(fields) if at != "environment" => {
            for (name, value) in fields {
                let below = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                places(&below, value, into);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| places(at, item, into)),
        _ => {
            into.insert(at.to_owned());
        }
    }
}

#[test]
fn every_field_of_a_service_reaches_its_container_its_hash_and_the_compose_file() {
    let stack = stack();
    let mut said = BTreeSet::new();
    places("", &serde_json::to_value(&stack.services[0]).unwrap(), &mut said);
    let changed: BTreeSet<_> = CHANGES.iter().map(|(place, _)| (*place).to_owned()).collect();
    assert_eq!(changed, said, "each field that serialises needs a change in this test");

    let (compose, body) = seen(&stack);
    let hash = stack.services[0].fingerprint(&stack);
    for (place, change) in CHANGES {
        let mut other = stack.clone();
        change(&mut other.services[0]);
        assert_ne!(other.services[0].fingerprint(&other), hash, "{place}: the same hash");
        let (other_compose, other_body) = seen(&other);
        assert_ne!(other_compose, compose, "{place}: the same Compose file");
        assert_ne!(other_body, body, "{place}: the same container");
    }
}
