//! `docker-compose.monitoring.yml`.

use crate::output::FileSet;
use crate::render::files::Files;
use crate::render::part::wrapped;
use crate::render::{Place, RenderError};
use crate::stack::{
    HOST_GATEWAY, HostMount, Mount, Propagation, Published, SecretFile, Selinux, Service, Stack,
};
use crate::template::Context;
use crate::value::RelPath;
use crate::value::{Line, NetworkName, Size, SpecPath, hex};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The Compose file, by its path in the output folder.
pub const COMPOSE_FILE: &str = "docker-compose.monitoring.yml";

pub(in crate::render) fn render(
    stack: &Stack,
    place: &Place,
    files: &mut Files<'_>,
) -> Result<(), RenderError> {
    let services: Vec<_> =
        stack.services.iter().map(|one| view(one, stack, place, files.set())).collect();
    let volumes: BTreeSet<&str> = stack
        .services
        .iter()
        .flat_map(|service| &service.volumes)
        .map(|volume| volume.name.as_str())
        .collect();
    let secrets: BTreeMap<&str, String> = stack
        .services
        .iter()
        .flat_map(secrets)
        .map(|secret| (secret.name.as_str(), file(&secret.path, place)))
        .collect();
    let join = stack.join.iter().map(|name| (network_key(name), name.as_str()));
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("services", services)
        .with("join", join.collect::<Vec<_>>())
        .with("volumes", volumes)
        .with("secrets", secrets);
    files.template(COMPOSE_FILE, COMPOSE_FILE, &context)
}

/// A key that cannot be that of the stack's own network.
fn network_key(name: &NetworkName) -> String {
    format!("join-{name}")
}

/// Where Compose, which starts from the output folder, finds a file of the spec.
fn file(path: &SpecPath, place: &Place) -> String {
    if path.is_absolute() {
        return path.to_string();
    }
    // A path without a leading dot would do for Compose as well; with it, nobody takes it for a name.
    match place.to_spec.as_str() {
        "" | "." => format!("./{path}"),
        to_spec => format!("{to_spec}/{path}"),
    }
}

/// A service as its template sees it: as it is, and what Compose writes in another way.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    service: &'a Service,
    title: &'a str,
    exceptions: Vec<String>,
    no_healthcheck: Option<&'a str>,
    memory: String,
    security: Vec<&'a str>,
    binds: Vec<Bind>,
    secret_names: Vec<&'a str>,
    networks: Vec<String>,
    ports: Vec<String>,
    extra_hosts: Option<[String; 1]>,
    service_hash: String,
    config_hash: Option<String>,
}

/// Something that is mounted read-only.
#[derive(Serialize)]
struct Bind {
    source: String,
    target: String,
    label: Option<&'static str>,
    create: bool,
    propagation: Option<Propagation>,
    recursive: bool,
}

fn view<'a>(service: &'a Service, stack: &'a Stack, place: &Place, files: &FileSet) -> View<'a> {
    let own = std::iter::once("monitoring".to_owned());
    let joined = service.joins(stack).iter().map(|name| network_key(name));
    View {
        service,
        title: service.title.as_str(),
        exceptions: exceptions(service),
        no_healthcheck: service.no_healthcheck.as_ref().map(Line::as_str),
        memory: memory(service.limits.memory),
        security: service.security_options(),
        binds: binds(service, place),
        secret_names: secrets(service).map(|secret| secret.name.as_str()).collect(),
        networks: own.chain(joined).collect(),
        ports: service.published.iter().map(published).collect(),
        extra_hosts: service.host_gateway.then(|| [format!("{HOST_GATEWAY}:host-gateway")]),
        service_hash: service.fingerprint(stack),
        config_hash: config_hash(service, files),
    }
}

/// What a service mounts read-only. Compose gives no label to the files of its secrets, so where a
/// container may only read what has one, they are mounts like others.
fn binds(service: &Service, place: &Place) -> Vec<Bind> {
    let confined = service.host.selinux == Selinux::Confined;
    let plain = |source: String, target: String| Bind {
        source,
        target,
        label: confined.then_some("z"),
        create: false,
        propagation: None,
        recursive: true,
    };
    let folder = |mount: &Mount| plain(format!("./{}", mount.folder), mount.target.value.clone());
    let of_host = |mount: &HostMount| Bind {
        create: mount.create,
        propagation: mount.propagation,
        recursive: mount.recursive,
        ..plain(mount.source.clone(), mount.target.value.clone())
    };
    let secret = |secret: &SecretFile| plain(file(&secret.path, place), secret.mounted());
    let folders = service.mounts.iter().map(folder);
    let secrets = service.secrets.iter().filter(|_| confined).map(secret);
    folders.chain(service.host.mounts.iter().map(of_host)).chain(secrets).collect()
}

/// The secrets that a service has from Compose.
fn secrets(service: &Service) -> impl Iterator<Item = &SecretFile> {
    service.secrets.iter().filter(|_| service.host.selinux != Selinux::Confined)
}

fn published(port: &Published) -> String {
    format!("{}:{}", port.address(), port.target)
}

/// Where the service falls short of the hardening, in the lines of a comment.
fn exceptions(service: &Service) -> Vec<String> {
    let text = |exception: &crate::stack::Exception| {
        wrapped(&format!("Exception: {}: {}.", exception.what, exception.reason), 92)
    };
    service.exceptions.iter().flat_map(text).collect()
}

/// In Docker's units, which are powers of 1024 as well: `128MB` is `128m`.
fn memory(size: Size) -> String {
    let text = size.to_string();
    let unit = text.strip_suffix('B').unwrap_or(&text);
    let bytes = unit.ends_with(|c: char| c.is_ascii_digit());
    if bytes { text.to_lowercase() } else { unit.to_lowercase() }
}

/// A digest of the rendered files that a service reads when it starts or reloads, if there are any.
/// Those that it watches itself do not count.
///
/// # Panics
/// Never: every path is one of the set's own.
pub fn config_hash(service: &Service, files: &FileSet) -> Option<String> {
    let mut hash = Sha256::new();
    let mut any = false;
    for mount in service.mounts.iter().filter(|mount| !mount.live) {
        let inside = |path: &&RelPath| mount.seen(path.as_str()).is_some();
        for path in files.paths().filter(inside) {
            any = true;
            // The length in front, so that no two trees give the same stream.
            hash.update((path.as_str().len() as u64).to_le_bytes());
            hash.update(path.as_str());
            hash.update(files.digest(path.as_str()).expect("the path is the set's own").as_bytes());
        }
    }
    any.then(|| hex(hash.finalize()))
}
