//! A service as the engine's interface wants it: what Compose would ask for, field by field.

use super::project::{NETWORK, Project};
use super::{Image, label, secret};
use crate::stack::{
    Condition, Dependency, HOST_GATEWAY, Healthcheck, HostAccess, Limits, Mount as OwnMount,
    Propagation, Published, SecretFile, Selinux, Service, Volume,
};
use crate::value::{Cpus, Duration};
use bollard::models::{
    ContainerCreateBody, DeviceMapping, EndpointSettings, HealthConfig, HostConfig,
    HostConfigLogConfig, Mount, MountBindOptions, MountBindOptionsPropagationEnum, MountType,
    NetworkCreateRequest, NetworkingConfig, PortBinding, RestartPolicy, RestartPolicyNameEnum,
    VolumeCreateRequest,
};
use std::collections::HashMap;
use std::path::Path;

/// A service's container. It joins the first of its networks; the others it joins afterwards.
pub(super) fn container(
    project: &Project<'_>,
    service: &Service,
    image: &Image,
) -> ContainerCreateBody {
    // Every field is named, so that the compiler asks what a new one means for the container.
    let Service {
        name: _,
        image: wanted,
        user,
        command,
        environment,
        secrets,
        mounts,
        volumes,
        tmpfs,
        capabilities,
        host,
        published,
        outward: _,
        host_gateway,
        healthcheck: health,
        limits,
        stop_grace_period,
        depends_on: _,
        // What stackgen knows of it and the engine does not have to.
        span: _,
        author: _,
        title: _,
        pin: _,
        role: _,
        port: _,
        ports: _,
        reaches: _,
        no_healthcheck: _,
        reload: _,
        apply_secrets: _,
        exceptions: _,
    } = service;
    let networks = project.networks(service);
    let first = networks.first().cloned().unwrap_or_else(|| project.network());
    let endpoints = HashMap::from([(first.clone(), endpoint(project, service))]);
    let environment = environment.iter().map(|(name, value)| format!("{name}={value}"));
    let exposed = published.iter().map(|port| format!("{}/tcp", port.target));
    let (binds, mounts) = files(project, host, mounts, secrets, volumes);
    let HostAccess { mounts: _, devices, users, selinux: _ } = host;
    let Limits { memory, cpus, pids } = *limits;
    let log = [("max-file", "3"), ("max-size", "10m")];
    let log = log.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let host_config = HostConfig {
        binds: Some(binds).filter(|binds| !binds.is_empty()),
        mounts: Some(mounts),
        memory: Some(i64::try_from(memory.bytes()).unwrap_or(i64::MAX)),
        nano_cpus: Some(nano(cpus)),
        pids_limit: Some(i64::from(pids)),
        oom_kill_disable: Some(false),
        devices: list(devices, device),
        log_config: Some(HostConfigLogConfig {
            typ: Some("json-file".to_owned()),
            config: Some(HashMap::from(log)),
        }),
        network_mode: Some(first),
        port_bindings: Some(ports(published)),
        restart_policy: Some(RestartPolicy {
            name: Some(RestartPolicyNameEnum::UNLESS_STOPPED),
            maximum_retry_count: Some(0),
        }),
        cap_add: list(capabilities, capability),
        cap_drop: Some(vec!["ALL".to_owned()]),
        extra_hosts: Some(if *host_gateway {
            vec![format!("{HOST_GATEWAY}:host-gateway")]
        } else {
            vec![]
        }),
        readonly_rootfs: Some(true),
        security_opt: Some(service.security_options().into_iter().map(str::to_owned).collect()),
        userns_mode: users.then(|| "host".to_owned()),
        tmpfs: Some(tmpfs.iter().map(|mount| in_memory(mount)).collect()),
        ..HostConfig::default()
    };
    ContainerCreateBody {
        user: Some(user.clone()),
        attach_stdout: Some(true),
        attach_stderr: Some(true),
        exposed_ports: Some(exposed.collect()),
        env: Some(environment.collect()),
        cmd: (!command.is_empty()).then(|| command.clone()),
        healthcheck: health.as_ref().map(healthcheck),
        image: Some(wanted.to_string()),
        labels: Some(labels(project, service, image)),
        stop_timeout: stop_grace_period.map(seconds),
        host_config: Some(host_config),
        networking_config: Some(NetworkingConfig { endpoints_config: Some(endpoints) }),
        ..ContainerCreateBody::default()
    }
}

/// Each item in the engine's form; nothing if there are none.
fn list<T>(items: &[String], each: impl Fn(&str) -> T) -> Option<Vec<T>> {
    (!items.is_empty()).then(|| items.iter().map(|item| each(item)).collect())
}

/// How a container joins a network: known by its own name and by the service's.
pub(super) fn endpoint(project: &Project<'_>, service: &Service) -> EndpointSettings {
    let name = service.name.to_string();
    EndpointSettings {
        aliases: Some(vec![project.container(&name), name]),
        ..EndpointSettings::default()
    }
}

/// The stack's own network.
pub(super) fn network(project: &Project<'_>) -> NetworkCreateRequest {
    NetworkCreateRequest {
        name: project.network(),
        labels: Some(project_labels(project, label::NETWORK, NETWORK)),
        ..NetworkCreateRequest::default()
    }
}

/// A volume.
pub(super) fn volume(project: &Project<'_>, key: &str) -> VolumeCreateRequest {
    VolumeCreateRequest {
        name: Some(project.volume(key)),
        labels: Some(project_labels(project, label::VOLUME, key)),
        ..VolumeCreateRequest::default()
    }
}

/// Whether the labels of a volume say that it was made for this stack.
pub(super) fn is_made(project: &Project<'_>, labels: &HashMap<String, String>) -> bool {
    let folder = project.folder.display().to_string();
    labels.get(label::FOLDER).is_some_and(|made_for| *made_for == folder)
}

fn project_labels(project: &Project<'_>, kind: &str, key: &str) -> HashMap<String, String> {
    let folder = project.folder.display().to_string();
    let labels = [
        (kind, key),
        (label::PROJECT, project.name()),
        (label::VERSION, VERSION),
        (label::FOLDER, &folder),
    ];
    labels.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn labels(project: &Project<'_>, service: &Service, image: &Image) -> HashMap<String, String> {
    let dependency = |Dependency { name, condition }: &Dependency| match condition {
        Condition::Healthy => format!("{name}:service_healthy:false"),
        Condition::Started => format!("{name}:service_started:false"),
    };
    let depends_on: Vec<_> = service.depends_on.iter().map(dependency).collect();
    let fingerprint = service.fingerprint(project.stack);
    let compose_file = project.folder.join(project.compose_file);
    let mut labels = vec![
        (label::PROJECT, project.name().to_owned()),
        (label::SERVICE, service.name.to_string()),
        (label::NUMBER, "1".to_owned()),
        (label::ONE_OFF, "False".to_owned()),
        (label::CONFIG_HASH, fingerprint.clone()),
        (label::IMAGE, image.id.clone()),
        (label::VERSION, VERSION.to_owned()),
        (label::WORKING_DIR, project.folder.display().to_string()),
        (label::CONFIG_FILES, compose_file.display().to_string()),
        (label::DEPENDS_ON, depends_on.join(",")),
        (label::SERVICE_HASH, fingerprint),
    ];
    let files = project.files.get(service.name.as_str()).cloned();
    labels.extend(files.map(|hash| (label::FILES_HASH, hash)));
    labels.extend(secret::label(project, service));
    labels.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A folder in memory: `/tmp`, `/tmp:size=64m`.
fn in_memory(text: &str) -> (String, String) {
    let (target, options) = text.split_once(':').unwrap_or((text, ""));
    (target.to_owned(), options.to_owned())
}

/// A capability as engines list it: `CAP_SYSLOG`.
fn capability(name: &str) -> String {
    let name = name.to_uppercase();
    if name == "ALL" || name.starts_with("CAP_") { name } else { format!("CAP_{name}") }
}

/// A device: `/dev/kmsg`, `/dev/a:/dev/b`, `/dev/a:/dev/b:r`.
fn device(text: &str) -> DeviceMapping {
    let mut parts = text.splitn(3, ':');
    let host = parts.next().unwrap_or_default().to_owned();
    let inside = parts.next().map_or_else(|| host.clone(), str::to_owned);
    let permissions = parts.next().unwrap_or("rwm").to_owned();
    DeviceMapping {
        path_on_host: Some(host),
        path_in_container: Some(inside),
        cgroup_permissions: Some(permissions),
    }
}

/// What a container sees of files, in the engine's two ways of writing it. Only the older one, lines, can
/// give mounts a label for SELinux, and has old engines create a folder.
fn files(
    project: &Project<'_>,
    host: &HostAccess,
    mounts: &[OwnMount],
    secrets: &[SecretFile],
    volumes: &[Volume],
) -> (Vec<String>, Vec<Mount>) {
    let confined = host.selinux == Selinux::Confined;
    let folders = mounts.iter().map(|mount| {
        bind(&project.mount(mount), mount.target.as_str(), MountBindOptions::default())
    });
    let of_host = host.mounts.iter().map(|mount| {
        let propagation = mount.propagation.map(|propagation| match propagation {
            Propagation::Private => MountBindOptionsPropagationEnum::RPRIVATE,
            Propagation::Slave => MountBindOptionsPropagationEnum::RSLAVE,
        });
        let options = MountBindOptions {
            propagation,
            non_recursive: (!mount.recursive).then_some(true),
            create_mountpoint: mount.create.then_some(true),
            ..MountBindOptions::default()
        };
        bind(Path::new(&mount.source), mount.target.as_str(), options)
    });
    let secrets = secrets.iter().map(|secret| {
        bind(&project.secret(secret), &secret.mounted(), MountBindOptions::default())
    });
    let (older, newer): (Vec<_>, Vec<_>) =
        folders.chain(of_host).chain(secrets).partition(|mount: &Mount| confined || creates(mount));
    let mode = if confined { "ro,z" } else { "ro" };
    let volumes = volumes
        .iter()
        .map(|volume| format!("{}:{}:rw", project.volume(volume.name.as_str()), volume.target));
    (volumes.chain(older.iter().map(|mount| in_one_line(mount, mode))).collect(), newer)
}

/// A mount as `docker run -v` has it.
fn in_one_line(mount: &Mount, mode: &str) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    format!("{}:{}:{mode}", text(&mount.source), text(&mount.target))
}

fn creates(mount: &Mount) -> bool {
    mount.bind_options.as_ref().is_some_and(|options| options.create_mountpoint == Some(true))
}

/// A read-only mount.
fn bind(source: &Path, target: &str, options: MountBindOptions) -> Mount {
    Mount {
        typ: Some(MountType::BIND),
        source: Some(source.display().to_string()),
        target: Some(target.to_owned()),
        read_only: Some(true),
        bind_options: Some(options),
        ..Mount::default()
    }
}

fn ports(published: &[Published]) -> HashMap<String, Option<Vec<PortBinding>>> {
    let mut ports: HashMap<String, Option<Vec<PortBinding>>> = HashMap::new();
    for port in published {
        let binding = PortBinding {
            host_ip: Some(port.bind.to_string()),
            host_port: Some(port.port.to_string()),
        };
        let bindings = ports.entry(format!("{}/tcp", port.target)).or_default();
        bindings.get_or_insert_default().push(binding);
    }
    ports
}

fn healthcheck(check: &Healthcheck) -> HealthConfig {
    let command = check.command.iter().map(ToString::to_string);
    HealthConfig {
        test: Some(std::iter::once("CMD".to_owned()).chain(command).collect()),
        interval: Some(nanoseconds(check.interval)),
        timeout: Some(nanoseconds(check.timeout)),
        retries: Some(i64::from(check.retries)),
        start_period: Some(nanoseconds(check.start_period)),
        ..HealthConfig::default()
    }
}

fn nanoseconds(time: Duration) -> i64 {
    i64::try_from(time.millis()).unwrap_or(i64::MAX).saturating_mul(1_000_000)
}

/// Whole seconds, up.
fn seconds(time: Duration) -> i64 {
    i64::try_from(time.millis().div_ceil(1000)).unwrap_or(i64::MAX)
}

/// Processors in the engine's unit, billionths.
#[expect(clippy::cast_possible_truncation, reason = "a machine has far fewer than 2^33 CPUs")]
fn nano(cpus: Cpus) -> i64 {
    (cpus.get() * 1e9) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices() {
        let parts = |text| {
            let device = device(text);
            [device.path_on_host, device.path_in_container, device.cgroup_permissions]
                .map(Option::unwrap_or_default)
        };
        assert_eq!(parts("/dev/kmsg"), ["/dev/kmsg", "/dev/kmsg", "rwm"]);
        assert_eq!(parts("/dev/a:/dev/b:r"), ["/dev/a", "/dev/b", "r"]);
    }

    #[test]
    fn folders_in_memory() {
        assert_eq!(in_memory("/tmp"), ("/tmp".to_owned(), String::new()));
        assert_eq!(in_memory("/tmp:size=1m"), ("/tmp".to_owned(), "size=1m".to_owned()));
    }
}
