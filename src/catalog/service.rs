use super::Role;
use crate::decode::{At, Listed, choice, table};
use crate::value::{
    Cpus, Duration, Glob, Key, LabelName, Line, Memory, MetricName, Name, Pids, Port, Text,
};
use std::collections::BTreeMap;

table! {
    /// A container, hardened unless said otherwise: no capabilities, no new privileges, a read-only
    /// root, limits on memory, CPU and processes, rotated logs.
    pub struct Service("a service") {
        /// Its name, a template: `node-exporter`, or `{= instance =}-exporter` where there can be
        /// several.
        name: At<Line>,
        /// The key of its image in `images.toml`, or for an integration of the user's own, a whole
        /// image such as `prom/memcached-exporter:v0.15.3`.
        image: At<Line>,
        /// What it does for the rest of the stack, if that is more than to expose metrics.
        role: Option<Role>,
        /// The user and group it runs as. Numbers, so that it does not depend on the image's own
        /// list of users.
        user: Line,
        /// Arguments, each a template; an empty one is left out.
        command: Vec<At<Line>>,
        /// Environment variables, each a template; an empty one is left out.
        environment: BTreeMap<LabelName, At<Line>>,
        /// The settings of kind `secret-file` that it may read.
        secrets: Vec<At<Key>>,
        /// Folders and sockets of the host, or folders of the output tree (`./blackbox`), mounted
        /// read-only.
        mounts: Vec<Mount>,
        /// Volumes for data that must outlive the container, by name.
        volumes: Listed<Name, Volume>,
        /// Folders in memory, for files that a program must write.
        tmpfs: Vec<At<Line>>,
        /// Devices of the host, each a template; an empty one is left out.
        devices: Vec<At<Line>>,
        /// Capabilities it cannot do without, each a template; an empty one is left out.
        /// Each needs an entry in `exceptions`: `capability:SYSLOG`.
        capabilities: Vec<At<Line>>,
        /// Whether it needs the host's own users, also where Docker maps those of containers to
        /// others (`[host] userns_remap`). It needs an entry in `exceptions`: `host-users`.
        host_users: bool = false,
        /// The port it listens on inside its container.
        port: Port,
        /// Other ports it listens on, by what is there: `grpc`.
        ports: Listed<Key, Port>,
        /// Whether a user can publish its port on the host.
        publishable: bool = false,
        /// Whether it requires clients to authenticate.
        authenticates: bool = false,
        /// Services that must run before it, where they are part of the stack.
        depends_on: Vec<Line>,
        /// Whether it must join the application's networks.
        outward: bool = false,
        /// How Docker sees that it works.
        healthcheck: Option<Healthcheck>,
        /// Why Docker cannot see that it works, where there is no `healthcheck`.
        no_healthcheck: Option<Line>,
        /// Its limits. A spec can set others.
        resources: Resources,
        /// How long it may take to stop before it is killed.
        stop_grace_period: Option<Duration>,
        /// How it reads changed files without a restart. Without it, its container is recreated when
        /// a file that it mounts changes.
        reload: Option<Reload>,
        /// The command that puts its secret files in force where its volumes keep older ones: a
        /// program and its arguments, each a template, run inside the container once it works, without
        /// a shell. For programs that read a secret at their first start only. It reads the files
        /// under `/run/secrets/` itself, so that no secret is an argument.
        apply_secrets: Vec<At<Line>>,
        /// Where it falls short of the hardening, and why.
        exceptions: Vec<Exception>,
    }
}

choice! {
    /// How mounts that appear later on the host reach the container.
    pub enum Propagation("a mount propagation") {
        /// Not at all.
        Private = "rprivate",
        /// They appear in the container as well.
        Slave = "rslave",
    }
}

table! {
    /// A folder or file of the host, mounted read-only.
    pub struct Mount("a mount") {
        /// A template: absolute on the host, or `./NAME` in the output tree.
        source: At<Line>,
        /// Where the container sees it: a template of an absolute path.
        target: At<Line>,
        /// How mounts that appear later on the host reach the container. Left out where a spec
        /// says that they cannot (`[host] rslave`).
        propagation: Option<Propagation>,
        /// Whether the program also needs what is mounted below it, where a spec lists the file systems
        /// (`[host] file_systems`) and other mounts are without.
        submounts: bool = false,
        /// Whether Docker creates an empty folder where the host has none. Without it, a path that is
        /// missing is an error.
        create: bool = false,
        /// A template that gives a list. The mount is repeated for each item, which the other templates
        /// call `item`: `spec.host.file_systems`.
        each: Option<At<Line>>,
        /// Whether the program notices changes in it without a reload.
        live: bool = false,
        /// Which files in it the program loads by a pattern, below `source`: `rules/*.yml`, `**/*.json`.
        /// One that somebody puts there is loaded with the rendered ones, and so is reported.
        loads: Vec<Glob>,
        /// A condition on the spec; without it, the mount is left out. For example, `spec.host.selinux`.
        when: Option<At<Line>>,
    }
}

table! {
    /// How a program reads its changed files without a restart, and how it says that it did.
    pub struct Reload("a way to reload") {
        /// The signal that makes it read them: `SIGHUP`.
        signal: Line,
        /// The gauge, among its own metrics, that is 1 if the last reload went well.
        success: MetricName,
        /// The gauge, among its own metrics, with the time of the last reload that went well.
        time: MetricName,
    }
}

table! {
    /// A named volume.
    pub struct Volume("a volume") {
        /// Where the container sees it: an absolute path.
        target: At<Line>,
    }
}

table! {
    /// How Docker sees that a service works.
    #[derive(serde::Serialize)]
    pub struct Healthcheck("a health check") {
        /// The program and its arguments, run inside the container, without a shell.
        command: Vec<Line>,
        /// How often.
        interval: Duration = Duration::from_secs(15),
        /// How long it may take.
        timeout: Duration = Duration::from_secs(5),
        /// How many failures in a row mean that it does not work.
        retries: u32 = 3,
        /// How long a start may take before failures count.
        start_period: Duration = Duration::from_secs(30),
    }
}

table! {
    /// Limits of a container.
    pub struct Resources("resources") {
        /// Memory. A container that needs more is killed.
        memory: Memory,
        /// CPUs: 0.5 is half of one.
        cpus: Cpus,
        /// Processes and threads.
        pids: Pids,
    }
}

table! {
    /// Where a service falls short of the hardening.
    pub struct Exception("an exception") {
        /// What is different: `runs as root`.
        what: Line,
        /// What it allows, each a template; an empty one is left out: `root`, `host-users`,
        /// `capability:NET_RAW`, `device:/dev/kmsg`, `mount:/etc/queue`. Each has to be something that
        /// the service has.
        allows: Vec<At<Line>>,
        /// Why the exception is necessary.
        reason: Text,
        /// A condition on the spec; without it, there is no exception. For example, `spec.host.selinux`.
        when: Option<At<Line>>,
    }
}
