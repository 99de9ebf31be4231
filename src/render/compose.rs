//! `docker-compose.monitoring.yml`, and the proxy's `Caddyfile`.

use super::files::Files;
use super::part::wrapped;
use super::prometheus::{Pair, pair};
use super::{Place, RenderError};
use crate::output::{FileSet, RelPath};
use crate::stack::{
    HOST_GATEWAY, Healthcheck, Mount, Propagation, ProxyTls, Published, SecretFile, Selinux,
    Service, Stack,
};
use crate::template::Context;
use crate::value::{Line, Name, NetworkName, SpecPath, hex};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The Compose file, by its path in the output folder.
pub const COMPOSE_FILE: &str = "docker-compose.monitoring.yml";

pub(super) fn render(
    stack: &Stack,
    place: &Place,
    files: &mut Files<'_>,
) -> Result<(), RenderError> {
    let join: Vec<_> = stack.join.iter().map(|name| &name.value).collect();
    let services: Vec<_> =
        stack.services.iter().map(|one| service(one, stack, place, &join, files.set())).collect();
    let volumes: BTreeSet<&str> = stack
        .services
        .iter()
        .flat_map(|service| &service.volumes)
        .map(|(name, _)| name.as_str())
        .collect();
    let secrets: BTreeMap<&str, &SecretFile> = stack
        .services
        .iter()
        .filter(|service| service.selinux != Selinux::Confined)
        .flat_map(|service| &service.secrets)
        .map(|secret| (secret.name.as_str(), secret))
        .collect();
    let secrets: Vec<_> = secrets
        .values()
        .map(|secret| json!({ "name": secret.name, "file": file(&secret.path, place) }))
        .collect();
    let join: Vec<_> = join
        .iter()
        .map(|name| json!({ "key": network_key(name), "name": name.as_str() }))
        .collect();
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("services", services)
        .with("join", join)
        .with("volumes", volumes)
        .with("secrets", secrets);
    files.template(COMPOSE_FILE, COMPOSE_FILE, &context)
}

/// The `Caddyfile` of the proxy.
pub(super) fn caddyfile(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    let Some(proxy) = &stack.proxy else { return Ok(()) };
    let sites: Vec<_> = proxy
        .sites
        .iter()
        .map(|(domain, service)| json!({ "domain": domain.in_url(), "service": service }))
        .collect();
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("sites", sites)
        .with("internal", proxy.tls == ProxyTls::Internal)
        .with("users", &proxy.users);
    files.template("caddy/Caddyfile", "caddy/Caddyfile", &context)
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

/// A service as its template sees it.
#[derive(Serialize)]
struct ServiceView<'a> {
    name: &'a str,
    title: &'a str,
    exceptions: Vec<String>,
    image: String,
    user: &'a str,
    command: &'a [String],
    environment: Vec<Pair<'a>>,
    capabilities: &'a [String],
    memory: String,
    cpus: f64,
    pids: u32,
    host_users: bool,
    security: Vec<&'a str>,
    mounts: Vec<MountView<'a>>,
    volumes: Vec<VolumeView<'a>>,
    tmpfs: &'a [String],
    devices: &'a [String],
    secrets: Vec<&'a str>,
    networks: Vec<Cow<'a, str>>,
    ports: Vec<String>,
    extra_hosts: Option<[String; 1]>,
    healthcheck: Option<HealthcheckView<'a>>,
    no_healthcheck: Option<&'a str>,
    stop_grace_period: Option<String>,
    depends_on: Vec<DependencyView<'a>>,
    service_hash: String,
    config_hash: Option<String>,
}

#[derive(Serialize)]
struct MountView<'a> {
    source: Cow<'a, str>,
    target: Cow<'a, str>,
    propagation: Option<&'a str>,
    recursive: bool,
    create: bool,
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct VolumeView<'a> {
    name: &'a str,
    target: &'a str,
}

#[derive(Serialize)]
struct HealthcheckView<'a> {
    test: Vec<&'a str>,
    interval: String,
    timeout: String,
    retries: u32,
    start_period: String,
}

#[derive(Serialize)]
struct DependencyView<'a> {
    name: &'a str,
    condition: &'a str,
}

fn service<'a>(
    service: &'a Service,
    stack: &'a Stack,
    place: &Place,
    join: &[&NetworkName],
    files: &FileSet,
) -> ServiceView<'a> {
    let mut networks = vec![Cow::Borrowed("monitoring")];
    if service.outward {
        networks.extend(join.iter().map(|name| Cow::Owned(network_key(name))));
    }
    let volumes = service.volumes.iter();
    let environment = service.environment.iter();
    ServiceView {
        name: service.name.as_str(),
        title: service.title.as_str(),
        exceptions: exceptions(service),
        image: service.image.to_string(),
        user: &service.user,
        command: &service.command,
        environment: environment.map(|(name, value)| pair(name, value.as_str())).collect(),
        capabilities: &service.capabilities,
        memory: memory(service),
        cpus: service.cpus.get(),
        pids: service.pids,
        host_users: service.host_users,
        security: service.security_options(),
        mounts: mounts(service, place),
        volumes: volumes.map(|(name, target)| VolumeView { name: name.as_str(), target }).collect(),
        tmpfs: &service.tmpfs,
        devices: &service.devices,
        secrets: secrets(service),
        networks,
        ports: service.published.iter().map(published).collect(),
        extra_hosts: service.host_gateway.then(|| [format!("{HOST_GATEWAY}:host-gateway")]),
        healthcheck: service.healthcheck.as_ref().map(healthcheck),
        no_healthcheck: service.no_healthcheck.as_ref().map(Line::as_str),
        stop_grace_period: service.stop_grace_period.map(|time| time.to_string()),
        depends_on: dependencies(service, stack),
        service_hash: service.fingerprint(stack),
        config_hash: config_hash(service, files),
    }
}

/// What a service mounts read-only. Compose gives no label to the files of its secrets, so where a
/// container may only read what has one, they are mounts like others.
fn mounts<'a>(service: &'a Service, place: &Place) -> Vec<MountView<'a>> {
    let label = (service.selinux == Selinux::Confined).then_some("z");
    let mount = |mount: &'a Mount| MountView {
        source: mount.source.as_str().into(),
        target: mount.target.as_str().into(),
        propagation: mount.propagation.map(Propagation::as_str),
        recursive: mount.recursive,
        create: mount.create,
        label,
    };
    let secret = |secret: &'a SecretFile| MountView {
        source: file(&secret.path, place).into(),
        target: secret.mounted().into(),
        propagation: None,
        recursive: true,
        create: false,
        label,
    };
    let secrets = service.secrets.iter().filter(|_| label.is_some()).map(secret);
    service.mounts.iter().map(mount).chain(secrets).collect()
}

/// The names of the secrets that a service has from Compose.
fn secrets(service: &Service) -> Vec<&str> {
    let secrets = service.secrets.iter().filter(|_| service.selinux != Selinux::Confined);
    secrets.map(|secret| secret.name.as_str()).collect()
}

fn published(port: &Published) -> String {
    format!("{}:{}", port.address(), port.target)
}

fn healthcheck(check: &Healthcheck) -> HealthcheckView<'_> {
    HealthcheckView {
        test: std::iter::once("CMD").chain(check.command.iter().map(Line::as_str)).collect(),
        interval: check.interval.to_string(),
        timeout: check.timeout.to_string(),
        retries: check.retries,
        start_period: check.start_period.to_string(),
    }
}

/// Where the service falls short of the hardening, in the lines of a comment.
fn exceptions(service: &Service) -> Vec<String> {
    let text = |exception: &crate::stack::Exception| {
        wrapped(&format!("Exception: {}: {}.", exception.what, exception.reason), 92)
    };
    service.exceptions.iter().flat_map(text).collect()
}

/// In Docker's units, which are powers of 1024 as well: `128MB` is `128m`.
fn memory(service: &Service) -> String {
    let text = service.memory.to_string();
    let unit = text.strip_suffix('B').unwrap_or(&text);
    if unit.ends_with(|c: char| c.is_ascii_digit()) {
        text.to_lowercase()
    } else {
        unit.to_lowercase()
    }
}

fn dependencies<'a>(service: &'a Service, stack: &Stack) -> Vec<DependencyView<'a>> {
    let healthy = |name: &Name| {
        let other = stack.services.iter().find(|other| other.name == *name);
        other.is_some_and(|other| other.healthcheck.is_some())
    };
    let condition = |name: &Name| if healthy(name) { "service_healthy" } else { "service_started" };
    let dependency =
        |name: &'a Name| DependencyView { name: name.as_str(), condition: condition(name) };
    service.depends_on.iter().map(dependency).collect()
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
        let Some(folder) = mount.source.as_str().strip_prefix("./") else { continue };
        let inside = |path: &&RelPath| {
            path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        for path in files.paths().filter(inside) {
            any = true;
            // The length in front, so that no two trees give the same stream.
            hash.update((path.as_str().len() as u64).to_le_bytes());
            hash.update(path.as_str());
            hash.update(files.digest(path.as_str()).expect("the path is the set's own").as_bytes());
        }
    }
    any.then(|| hex(&hash.finalize()))
}
