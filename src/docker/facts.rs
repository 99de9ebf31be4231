use super::{Address, Engine, Error, label, moment};
use bollard::models::{ContainerSummary, Network, SystemInfo, SystemVersion};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::SystemTime;

/// What an engine says of itself, its machine, and what is there.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Facts {
    /// What it is: `Docker Engine - Community`. Empty if it does not say.
    pub product: String,
    /// Whether it is Podman, which speaks the same language.
    pub podman: bool,
    /// Its version: `28.1.1`.
    pub version: String,
    /// The newest version of the interface that it speaks: `1.49`.
    pub api: String,
    /// What it runs on: `Debian GNU/Linux 12 (bookworm)`, `Docker Desktop`.
    pub os: String,
    /// The name of the machine.
    pub host_name: String,
    /// The version of its kernel.
    pub kernel: String,
    /// Its architecture, as the kernel calls it: `x86_64`.
    pub architecture: String,
    /// Its memory, in bytes.
    pub memory: u64,
    /// Its CPUs.
    pub cpus: u32,
    /// The folder of its data.
    pub root: String,
    /// Whether the engine is an ordinary user's.
    pub rootless: bool,
    /// Whether SELinux confines containers.
    pub selinux: bool,
    /// Whether the users of containers are mapped to others.
    pub userns_remap: bool,
    /// The version of control groups: `1` or `2`.
    pub cgroup_version: String,
    /// Who makes control groups: `systemd` or `cgroupfs`.
    pub cgroup_driver: String,
    /// How layers of images are laid over each other: `overlay2`.
    pub storage: String,
    /// Whether images are kept in containerd.
    pub containerd_images: bool,
    /// The socket of its containerd, as far as it says so (from 27 on).
    pub containerd_socket: Option<String>,
    /// Limits of containers that it cannot enforce: `memory`.
    pub missing_limits: Vec<&'static str>,
    /// Whether packets are passed on between containers and the world.
    pub forwards: bool,
    /// What it warns of itself.
    pub warnings: Vec<String>,
    /// The log driver of containers that do not name one.
    pub log_driver: String,
    /// All log drivers that it has.
    pub log_drivers: Vec<String>,
    /// How far its clock is ahead of this machine's, in seconds.
    pub ahead: Option<f64>,
    /// Its networks.
    pub networks: Vec<NetworkFact>,
    /// The ports that its containers publish.
    pub published: Vec<PublishedPort>,
}

/// A network of an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkFact {
    /// Its name.
    pub name: String,
    /// What makes it: `bridge`.
    pub driver: String,
    /// Whether a container that is no service of a swarm can join it.
    pub attachable: bool,
    /// What it is, if the engine made it for a purpose of its own.
    pub special: Option<Special>,
    /// Whether containers on it speak IPv6.
    pub ipv6: bool,
}

/// A network that no container of a Compose project can join, or that leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Special {
    /// The one of containers that name none: it resolves no names of containers.
    DefaultBridge,
    /// The one of the ports that a swarm publishes.
    Ingress,
    /// Only the settings of other networks.
    Settings,
    /// One whose containers cannot reach each other, such as a swarm's `docker_gwbridge`.
    Apart,
}

/// A port of the machine that leads to a container.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedPort {
    /// The address of the machine; none is all of them.
    pub address: Option<IpAddr>,
    /// The port of the machine.
    pub port: u16,
    /// The name of the container.
    pub container: String,
    /// The Compose project that it belongs to.
    pub project: Option<String>,
}

impl Engine {
    /// The folder in which the engine keeps its data; empty if it does not say.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn data_folder(&self) -> Result<String, Error> {
        let info =
            self.api.info().await.map_err(|error| {
                Error::from(error).doing("query the Docker engine for its state")
            })?;
        Ok(info.docker_root_dir.unwrap_or_default())
    }
}

impl Facts {
    /// Asks an engine. Nothing is changed.
    ///
    /// # Errors
    /// When it does not answer, or not as an engine does.
    pub async fn gather(engine: &Engine) -> Result<Self, Error> {
        let said = |what: &'static str| {
            move |error| {
                Error::from(error).doing(&format!("query the Docker engine for its {what}"))
            }
        };
        let version = engine.api.version().await.map_err(said("version"))?;
        let before = SystemTime::now();
        let info = engine.api.info().await.map_err(said("state"))?;
        let asked = middle(before, SystemTime::now());
        let networks = engine.api.list_networks(None).await.map_err(said("networks"))?;
        let containers = engine.api.list_containers(None).await.map_err(said("containers"))?;
        let ahead = info.system_time.as_deref().and_then(moment::seconds).zip(asked);
        let mut facts = Self::of(version, info);
        facts.ahead = ahead.map(|(there, here)| there - here);
        facts.networks = networks.into_iter().map(network).collect();
        facts.networks.sort();
        facts.published = containers.into_iter().flat_map(published).collect();
        facts.published.sort();
        facts.published.dedup();
        Ok(facts)
    }

    fn of(version: SystemVersion, info: SystemInfo) -> Self {
        let options: BTreeSet<String> = info
            .security_options
            .unwrap_or_default()
            .iter()
            .filter_map(|option| option.split(',').next()?.strip_prefix("name=").map(str::to_owned))
            .collect();
        let has = |option: &str| options.contains(option);
        let mut components = version.components.iter().flatten();
        let podman = components.any(|component| component.name.contains("Podman"));
        let status = info.driver_status.unwrap_or_default();
        let containerd_images =
            status.iter().flatten().any(|text| text.starts_with("io.containerd.snapshotter"));
        // What an engine does not say is taken to work.
        let lacks = |known: Option<bool>| known == Some(false);
        let limits = [
            ("memory", info.memory_limit),
            ("swap", info.swap_limit),
            ("CPU", info.cpu_cfs_quota),
            ("processes", info.pids_limit),
        ];
        let limits = limits.into_iter().filter(|(_, known)| lacks(*known));
        let text = Option::unwrap_or_default;
        Self {
            product: version.platform.map(|platform| platform.name).unwrap_or_default(),
            podman,
            version: text(version.version.or(info.server_version)),
            api: text(version.api_version),
            os: text(info.operating_system),
            host_name: text(info.name),
            kernel: text(info.kernel_version),
            architecture: text(info.architecture),
            memory: info.mem_total.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default(),
            cpus: info.ncpu.and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
            root: text(info.docker_root_dir),
            rootless: has("rootless"),
            selinux: has("selinux"),
            userns_remap: has("userns"),
            cgroup_version: info.cgroup_version.map(|it| it.to_string()).unwrap_or_default(),
            cgroup_driver: info.cgroup_driver.map(|it| it.to_string()).unwrap_or_default(),
            storage: text(info.driver),
            containerd_images,
            containerd_socket: info
                .containerd
                .and_then(|containerd| containerd.address)
                .map(|address| address.trim_start_matches("unix://").to_owned())
                .filter(|address| !address.is_empty()),
            missing_limits: limits.map(|(name, _)| name).collect(),
            forwards: !lacks(info.ipv4_forwarding),
            warnings: info.warnings.unwrap_or_default(),
            log_driver: text(info.logging_driver),
            log_drivers: info.plugins.and_then(|plugins| plugins.log).unwrap_or_default(),
            ahead: None,
            networks: vec![],
            published: vec![],
        }
    }

    /// Whether it is Docker Desktop, which runs containers on a machine of its own.
    pub fn is_desktop(&self) -> bool {
        self.os == "Docker Desktop"
    }
}

impl Address {
    /// The path of the socket that it names, if it names one.
    pub fn socket(&self) -> Option<&str> {
        self.url.strip_prefix("unix://")
    }
}

/// The moment between two, in seconds since 1970. The engine reads its clock somewhere in between.
fn middle(before: SystemTime, after: SystemTime) -> Option<f64> {
    let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok();
    Some(f64::midpoint(since(before)?.as_secs_f64(), since(after)?.as_secs_f64()))
}

fn network(network: Network) -> NetworkFact {
    let driver = network.driver.unwrap_or_default();
    let attachable = driver != "overlay" || network.attachable == Some(true);
    let option = |name: &str| network.options.as_ref().and_then(|options| options.get(name));
    let default = option("com.docker.network.bridge.default_bridge");
    let apart = option("com.docker.network.bridge.enable_icc");
    let special = [
        (default.is_some_and(|value| value == "true"), Special::DefaultBridge),
        (network.ingress == Some(true), Special::Ingress),
        (network.config_only == Some(true), Special::Settings),
        (apart.is_some_and(|value| value == "false"), Special::Apart),
    ];
    let special = special.into_iter().find(|(is, _)| *is).map(|(_, special)| special);
    let ipv6 = network.enable_ipv6 == Some(true);
    NetworkFact { name: network.name.unwrap_or_default(), driver, attachable, special, ipv6 }
}

pub(super) fn published(container: ContainerSummary) -> Vec<PublishedPort> {
    let name = container.names.unwrap_or_default().into_iter().next().unwrap_or_default();
    let name = name.trim_start_matches('/').to_owned();
    let project = container.labels.unwrap_or_default().remove(label::PROJECT);
    let ports = container.ports.unwrap_or_default().into_iter();
    let port = |port: bollard::models::PortSummary| {
        let tcp = port.typ != Some(bollard::models::PortSummaryTypeEnum::UDP);
        let all = |address: &IpAddr| !address.is_unspecified();
        Some(PublishedPort {
            address: port.ip.and_then(|ip| ip.parse().ok()).filter(all),
            port: port.public_port.filter(|_| tcp)?,
            container: name.clone(),
            project: project.clone(),
        })
    };
    ports.filter_map(port).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What engines answer, in what matters here.
    fn of(info: serde_json::Value) -> Facts {
        let version = json!({
            "Platform": { "Name": "Docker Engine - Community" },
            "Components": [{ "Name": "Engine", "Version": "28.1.1" }],
            "Version": "28.1.1", "ApiVersion": "1.49",
        });
        let version = serde_json::from_value(version).expect("a version");
        Facts::of(version, serde_json::from_value(info).expect("a state"))
    }

    #[test]
    fn security_options_are_told_by_their_names() {
        let facts = of(json!({ "SecurityOptions":
            ["name=seccomp,profile=builtin", "name=rootless", "name=selinux"] }));
        assert!(facts.rootless && facts.selinux && !facts.userns_remap);
        let facts = of(json!({ "SecurityOptions": ["name=userns", "name=cgroupns"] }));
        assert!(facts.userns_remap && !facts.rootless && !facts.selinux);
    }

    #[test]
    fn the_image_store_is_told_by_the_driver() {
        let facts = of(json!({ "Driver": "overlayfs",
            "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
            "Containerd": { "Address": "/run/containerd/containerd.sock" } }));
        assert!(facts.containerd_images);
        assert_eq!(facts.containerd_socket.as_deref(), Some("/run/containerd/containerd.sock"));
        let facts = of(json!({ "Driver": "overlay2",
            "DriverStatus": [["Backing Filesystem", "extfs"]] }));
        assert!(!facts.containerd_images && facts.containerd_socket.is_none());
    }

    #[test]
    fn what_an_engine_does_not_say_is_taken_to_work() {
        assert_eq!(of(json!({})).missing_limits, [""; 0]);
        let facts = of(json!({ "MemoryLimit": true, "SwapLimit": false, "PidsLimit": false,
            "IPv4Forwarding": false }));
        assert_eq!(facts.missing_limits, ["swap", "processes"]);
        assert!(!facts.forwards && of(json!({})).forwards);
    }

    #[test]
    fn published_ports_have_the_name_and_the_project_of_their_container() {
        let container = json!({
            "Names": ["/shop-web-1"],
            "Labels": { "com.docker.compose.project": "shop" },
            "Ports": [
                { "IP": "127.0.0.1", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp" },
                { "IP": "0.0.0.0", "PrivatePort": 81, "PublicPort": 8081, "Type": "tcp" },
                { "IP": "0.0.0.0", "PrivatePort": 53, "PublicPort": 53, "Type": "udp" },
                { "PrivatePort": 9000, "Type": "tcp" },
            ],
        });
        let ports = published(serde_json::from_value(container).expect("a container"));
        let port = |address, port| PublishedPort {
            address,
            port,
            container: "shop-web-1".to_owned(),
            project: Some("shop".to_owned()),
        };
        assert_eq!(ports, [port(Some(IpAddr::from([127, 0, 0, 1])), 8080), port(None, 8081)]);
    }

    #[test]
    fn networks_of_a_swarm_need_to_be_attachable() {
        let of = |value| network(serde_json::from_value(value).expect("a network")).attachable;
        assert!(of(json!({ "Name": "a", "Driver": "bridge", "Attachable": false })));
        assert!(!of(json!({ "Name": "a", "Driver": "overlay", "Attachable": false })));
        assert!(of(json!({ "Name": "a", "Driver": "overlay", "Attachable": true })));
    }

    #[test]
    fn networks_that_the_engine_made_for_itself() {
        let of = |value| network(serde_json::from_value(value).expect("a network"));
        let bridge = json!({ "Name": "docker0", "Driver": "bridge",
            "Options": { "com.docker.network.bridge.default_bridge": "true" } });
        assert_eq!(of(bridge).special, Some(Special::DefaultBridge));
        let ingress =
            json!({ "Name": "in", "Driver": "overlay", "Attachable": true, "Ingress": true });
        assert_eq!(of(ingress).special, Some(Special::Ingress));
        let settings = json!({ "Name": "a", "Driver": "null", "ConfigOnly": true });
        assert_eq!(of(settings).special, Some(Special::Settings));
        let apart = json!({ "Name": "docker_gwbridge", "Driver": "bridge",
            "Options": { "com.docker.network.bridge.enable_icc": "false" } });
        assert_eq!(of(apart).special, Some(Special::Apart));
        let plain = json!({ "Name": "a", "Driver": "bridge", "EnableIPv6": true, "Internal": true,
            "Options": { "com.docker.network.bridge.default_bridge": "false",
                "com.docker.network.bridge.enable_icc": "true" } });
        assert_eq!((of(plain.clone()).special, of(plain).ipv6), (None, true));
    }
}
