use super::harness::{around, facts, found, has, note, only, quiet, stack, with};
use crate::docker::{
    Container, Error, NetworkFact, Other, Owner, Problem, PublishedPort, Special, Taken, Thing,
};
use crate::doctor::{
    Bind, Finding, Rendered, SecretConcern, SecretFault, SecretState, Severity, Surroundings,
    UnreadableFile, examine, host_table,
};
use crate::value::{Name, Scalar as _};
use Severity::{Error as Bad, Warning};
use std::collections::BTreeSet;

const CADVISOR: &str = "[integrations.cadvisor]\n";

fn machine(around: &mut Surroundings) -> &mut crate::doctor::Machine {
    around.machine.as_mut().expect("it runs here")
}

#[test]
fn where_all_is_well_nothing_is_wrong() {
    let findings = found("", |_| {});
    quiet(&findings);
    assert!(findings.iter().all(|it| it.severity == Severity::Ok), "{findings:#?}");
    assert_eq!(host_table(&findings), None);
    // Without a stack, what matters for every stack is looked at, and no line is proposed.
    let mut facts = facts();
    (facts.selinux, facts.userns_remap, facts.root) = (true, true, "/srv/docker".to_owned());
    let findings = examine(&around(facts, None), None);
    quiet(&findings);
    assert_eq!(host_table(&findings), None);
}

#[test]
fn without_an_engine_the_rest_is_looked_at() {
    let error = Error::new(Problem::Unreachable, "no Docker engine answers").help("start Docker");
    let findings = found("", |around| {
        around.engine = Err(error);
        around.machine = None;
        around.ports.insert("127.0.0.1:9090".to_owned(), Bind::Taken);
    });
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, BTreeSet::from(["engine", "port"]));
    has(&findings[0], &["no Docker engine answers", "start Docker"]);
    let taken = findings.iter().find(|it| it.message.starts_with("127.0.0.1:9090"));
    has(taken.expect("the port is looked at"), &["outside Docker"]);
}

#[test]
fn engines_that_are_too_old() {
    only(&with("", |it| it.version = "19.03.15".to_owned()), Bad, "engine-version", &["20.10"]);
    let listed = "[host]\nfile_systems = []\n";
    only(&with(listed, |it| it.api = "1.40".to_owned()), Bad, "engine-api", &["1.41"]);
    quiet(&with("", |it| it.version = "20.10.24+dfsg1".to_owned()));
    quiet(&with("", |it| it.version = "20.10.0-rc1".to_owned()));
    only(&with("", |it| it.version = "dev".to_owned()), Warning, "engine-version", &["dev"]);
    let podman = with("", |it| (it.podman, it.version) = (true, "5.4.0".to_owned()));
    only(&podman, Warning, "engine-product", &["Podman"]);
}

#[test]
fn architectures_without_images() {
    only(
        &with("", |it| it.architecture = "armv7l".to_owned()),
        Warning,
        "architecture",
        &["armv7l"],
    );
    quiet(&with("", |it| it.architecture = "aarch64".to_owned()));
}

#[test]
fn desktop_is_a_machine_of_its_own() {
    let desktop = |tables| {
        found(tables, |around| {
            around.machine = None;
            around.engine.as_mut().expect("an engine").os = "Docker Desktop".to_owned();
        })
    };
    let findings = desktop("");
    only(&findings, Warning, "mount-propagation", &["rslave"]);
    assert_eq!(host_table(&findings).as_deref(), Some("[host]\nrslave = false\n"));
    note(&desktop("[host]\nrslave = false\n"), "platform", &["virtual machine"]);
}

#[test]
fn a_rootless_engine() {
    let rootless = |around: &mut Surroundings| {
        around.socket = Some("/run/user/1000/docker.sock".to_owned());
        let facts = around.engine.as_mut().expect("an engine");
        facts.rootless = true;
        facts.root = "/home/anna/.local/share/docker".to_owned();
        facts.containerd_images = true;
        facts.storage = "overlayfs".to_owned();
        facts.containerd_socket =
            Some("/run/user/1000/docker/containerd/containerd.sock".to_owned());
    };
    let table = host_table(&found(CADVISOR, rootless)).expect("lines are proposed");
    assert_eq!(
        table,
        "[host]\n\
         docker_socket = \"/run/user/1000/docker.sock\"\n\
         containerd_socket = \"/run/user/1000/docker/containerd/containerd.sock\"\n\
         docker_root = \"/home/anna/.local/share/docker\"\n\
         kmsg = false\n"
    );
    // What is proposed is a spec, and with it all is well.
    note(&found(&format!("{table}{CADVISOR}"), rootless), "rootless", &["kernel log"]);
    let low = "[grafana]\nport = 80\n[host]\nkmsg = false\n";
    only(&with(low, |it| it.rootless = true), Warning, "rootless-ports", &["127.0.0.1:80"]);
}

#[test]
fn selinux_has_to_be_in_the_spec() {
    let selinux = |tables: &str| with(tables, |it| it.selinux = true);
    only(&selinux(""), Bad, "selinux", &["permission denied", "selinux = true"]);
    quiet(&selinux("[host]\nselinux = true\n"));
    note(&found("[host]\nselinux = true\n", |_| {}), "selinux", &["no harm"]);
}

#[test]
fn mapped_users_have_to_be_in_the_spec() {
    let mapped = |it: &mut crate::docker::Facts| {
        it.userns_remap = true;
        it.root = "/var/lib/docker/100000.100000".to_owned();
    };
    let root = "[host]\ndocker_root = \"/var/lib/docker/100000.100000\"\n";
    only(&with(root, mapped), Bad, "userns-remap", &["userns_remap = true"]);
    let known = "[host]\nuserns_remap = true\n";
    only(&with(known, mapped), Bad, "docker-root", &["metrics of containers"]);
    quiet(&with(&format!("{root}userns_remap = true\n"), mapped));
    note(&found("[host]\nuserns_remap = true\n", |_| {}), "userns-remap", &["no harm"]);
}

#[test]
fn control_groups_and_limits() {
    note(&with("", |it| it.cgroup_version = "1".to_owned()), "cgroup", &["pressure"]);
    only(&with("", |it| it.cgroup_driver = "none".to_owned()), Warning, "cgroup", &["systemd"]);
    note(&with("", |it| it.missing_limits = vec!["swap"]), "limits", &["swapaccount"]);
    let missing = with("", |it| it.missing_limits = vec!["memory", "processes"]);
    only(&missing, Warning, "limits", &["memory, processes", "cgroup_enable"]);
    only(&with("", |it| it.forwards = false), Bad, "forwarding", &["ip_forward"]);
    let warned = with("", |it| {
        it.warnings = vec![
            "WARNING: No swap limit support".to_owned(),
            "WARNING: API is accessible on http://0.0.0.0:2375 without encryption.".to_owned(),
        ];
    });
    note(&warned, "engine-warning", &["2375"]);
}

#[test]
fn memory_and_cpus() {
    note(
        &with("", |it| it.memory = 4 << 30),
        "memory",
        &["2.5 GiB of 4.0 GiB", "grafana", "512MB"],
    );
    only(&with("", |it| it.memory = 2 << 30), Warning, "memory", &["2.0 GiB", "kills"]);
    note(&with("", |it| it.cpus = 2), "cpus", &["of 2 CPUs"]);
    let many = "[prometheus]\nresources = { cpus = 4 }\n";
    only(&with(many, |it| it.cpus = 2), Bad, "cpus", &["prometheus may use 4", "cpus = 2"]);
}

#[test]
fn image_stores() {
    let containerd = |driver: &'static str| {
        move |it: &mut crate::docker::Facts| {
            it.containerd_images = true;
            it.storage = driver.to_owned();
            it.containerd_socket = Some("/run/containerd/containerd.sock".to_owned());
        }
    };
    quiet(&with(CADVISOR, containerd("overlayfs")));
    only(&with("", containerd("native")), Warning, "storage", &["native", "overlayfs"]);
    only(&with("", |it| it.storage = "vfs".to_owned()), Warning, "storage", &["vfs"]);
}

#[test]
fn sockets_elsewhere() {
    let elsewhere = found(CADVISOR, |it| it.socket = Some("/srv/docker.sock".to_owned()));
    only(&elsewhere, Bad, "docker-socket", &["docker_socket = \"/srv/docker.sock\""]);
    let same = found(CADVISOR, |it| it.socket = Some("/run/docker.sock".to_owned()));
    quiet(&same);
    let strange = found(CADVISOR, |it| it.socket = Some("/srv/my docker.sock".to_owned()));
    only(&strange, Bad, "docker-socket", &["a spec cannot name"]);
    assert_eq!(host_table(&strange), None);
    // Nothing uses it, so it may be anywhere.
    let stack = stack("[integrations.cadvisor]\nenabled = false\n");
    let mut around = around(facts(), Some(&stack));
    around.socket = Some("/srv/docker.sock".to_owned());
    quiet(&examine(&around, Some(&stack)));
    let containerd = |socket: Option<&'static str>| {
        with(CADVISOR, move |it| {
            (it.containerd_images, it.storage) = (true, "overlayfs".to_owned());
            it.containerd_socket = socket.map(str::to_owned);
        })
    };
    only(
        &containerd(Some("/run/docker/containerd.sock")),
        Bad,
        "containerd-socket",
        &["/run/docker"],
    );
    note(&containerd(None), "containerd-socket", &["--address"]);
}

#[test]
fn disks() {
    let free = |free: Option<u64>| move |it: &mut Surroundings| machine(it).free = free;
    let sized = "[prometheus]\nretention = { size = \"50GB\" }\n";
    only(&found("", free(Some(1 << 30))), Bad, "disk", &["1.0 GiB", "docker system df"]);
    only(&found(sized, free(Some(55 << 30))), Warning, "disk", &["50GB", "retention.size"]);
    quiet(&found(sized, free(Some(61 << 30))));
    note(&found(sized, free(None)), "disk", &["cannot determine"]);
    let root = with("", |it| it.root = "/srv/docker".to_owned());
    only(&root, Bad, "docker-root", &["docker_root = \"/srv/docker\""]);
    quiet(&with("[host]\ndocker_root = \"/srv/docker\"\n", |it| {
        it.root = "/srv/docker".to_owned();
    }));
    only(&with("", |it| it.root = "/var/lib/docker2".to_owned()), Bad, "docker-root", &["docker2"]);
}

#[test]
fn logs_and_clocks() {
    note(&with("", |it| it.log_driver = "syslog".to_owned()), "log-driver", &["syslog"]);
    let none = with("", |it| it.log_drivers = vec!["journald".to_owned()]);
    only(&none, Bad, "log-driver", &["only journald"]);
    only(&with("", |it| it.ahead = Some(-61.2)), Warning, "clock", &["61 s behind"]);
    only(&with("", |it| it.ahead = Some(3600.0)), Warning, "clock", &["3600 s ahead of"]);
    quiet(&with("", |it| it.ahead = Some(-4.9)));
    note(&with("", |it| it.ahead = None), "clock", &["does not report"]);
}

#[test]
fn what_the_machine_lacks() {
    let private = found("", |it| machine(it).root_propagates = Some(false));
    only(&private, Bad, "mount-propagation", &["make-rshared", "rslave = false"]);
    quiet(&found("[host]\nrslave = false\n", |it| {
        machine(it).root_propagates = Some(false);
    }));
    note(&found("", |it| machine(it).root_propagates = None), "mount-propagation", &["refuses"]);
    let lacks = |path: &'static str| {
        move |it: &mut Surroundings| {
            machine(it).paths.insert(path.to_owned(), false);
        }
    };
    only(&found(CADVISOR, lacks("/dev/kmsg")), Bad, "kmsg", &["kmsg = false"]);
    quiet(&found(&format!("[host]\nkmsg = false\n{CADVISOR}"), lacks("/dev/kmsg")));
    only(&found(CADVISOR, lacks("/sys/fs/cgroup")), Bad, "host-path", &["no /sys/fs/cgroup"]);
}

#[test]
fn networks_of_others() {
    let join = "[networks]\njoin = [\"shop_default\"]\n";
    let network = |driver: &str, attachable| NetworkFact {
        name: "shop_default".to_owned(),
        driver: driver.to_owned(),
        attachable,
        ..NetworkFact::default()
    };
    let special = |special| NetworkFact { special: Some(special), ..network("bridge", true) };
    for (it, word) in [
        (Special::DefaultBridge, "resolves no names"),
        (Special::Ingress, "ingress"),
        (Special::Settings, "settings"),
        (Special::Apart, "reaches another"),
    ] {
        only(&with(join, |facts| facts.networks = vec![special(it)]), Bad, "network", &[word]);
    }
    quiet(&with(join, |it| it.networks = vec![network("bridge", true)]));
    quiet(&with(join, |it| it.networks = vec![network("overlay", true)]));
    let help = ["Compose project, `shop`", "docker network create shop_default"];
    only(&with(join, |_| {}), Bad, "network", &help);
    only(
        &with(join, |it| it.networks = vec![network("overlay", false)]),
        Bad,
        "network",
        &["swarm"],
    );
    only(&with(join, |it| it.networks = vec![network("host", true)]), Bad, "network", &["own"]);
}

#[test]
fn probes_that_the_engine_does_not_let_through() {
    let ping = "[host]\nkmsg = false\n[probes.gateway]\ntype = \"icmp\"\nhosts = [\"192.0.2.1\"]\n";
    quiet(&with(ping, |_| {}));
    only(&with(ping, |it| it.rootless = true), Warning, "icmp-probe", &["gateway", "tcp"]);
    let tcp = "[host]\nkmsg = false\n[probes.port]\ntype = \"tcp\"\ntargets = [\"192.0.2.1:22\"]\n";
    note(&with(tcp, |it| it.rootless = true), "rootless", &[]);
    let ipv6 =
        "[probes.port]\ntype = \"tcp\"\nip_protocol = \"ip6\"\ntargets = [\"[fd00::1]:22\"]\n";
    only(&with(ipv6, |_| {}), Warning, "ipv6-probe", &["port", "docker network create --ipv6"]);
    let network = |name: &str| NetworkFact {
        name: name.to_owned(),
        driver: "bridge".to_owned(),
        attachable: true,
        ipv6: true,
        ..NetworkFact::default()
    };
    quiet(&with(ipv6, |it| it.networks = vec![network("shop-monitoring_monitoring")]));
    only(&with(ipv6, |it| it.networks = vec![network("other")]), Warning, "ipv6-probe", &["port"]);
}

#[test]
fn published_ports() {
    let held = |address: Option<[u8; 4]>, project: Option<&str>| PublishedPort {
        address: address.map(Into::into),
        port: 9090,
        container: "other-1".to_owned(),
        project: project.map(str::to_owned),
    };
    let with_port = |held: PublishedPort| {
        // That something listens there is what a container that has it makes.
        found("", move |it| {
            it.engine.as_mut().expect("an engine").published = vec![held];
            it.ports.insert("127.0.0.1:9090".to_owned(), Bind::Taken);
        })
    };
    quiet(&with_port(held(Some([127, 0, 0, 1]), Some("shop-monitoring"))));
    let other = with_port(held(None, Some("web")));
    only(&other, Bad, "port", &["other-1 of the project web", "docker stop other-1"]);
    only(&with_port(held(Some([127, 0, 0, 1]), None)), Bad, "port", &["container other-1"]);
    // Another address of the machine is another port.
    let elsewhere = with_port(held(Some([192, 168, 0, 1]), None));
    only(&elsewhere, Bad, "port", &["outside Docker", "sport = :9090"]);
    let bind =
        |bind: Bind| found("", |it| drop(it.ports.insert("127.0.0.1:9090".to_owned(), bind)));
    only(&bind(Bind::Foreign), Bad, "port", &["ip address"]);
    note(&bind(Bind::Unknown("why".to_owned())), "port", &["why"]);
    let unknown = found("", |it| drop(it.ports.remove("127.0.0.1:9090")));
    note(&unknown, "port", &["cannot determine from here"]);
}

#[test]
fn files_of_secrets() {
    let state = |fault: Option<SecretFault>, concerns: &[SecretConcern]| {
        found("", |it| {
            it.secrets = vec![SecretState {
                service: Name::parse("grafana").expect("a name"),
                path: "secrets/it's".to_owned(),
                fault,
                concerns: concerns.to_vec(),
            }];
        })
    };
    let secret = |fault: Option<SecretFault>| state(fault, &[]);
    quiet(&secret(None));
    let quoted = r"'secrets/it'\\''s'";
    only(&secret(Some(SecretFault::Missing)), Bad, "secret-file", &["there is no", quoted]);
    only(&secret(Some(SecretFault::NoFile)), Bad, "secret-file", &["not a file"]);
    only(&secret(Some(SecretFault::Empty)), Bad, "secret-file", &["empty", quoted]);
    note(
        &secret(Some(SecretFault::NotMade)),
        "secret-file",
        &["does not exist yet", "stackgen up"],
    );
    let concern = |concern: SecretConcern| state(None, &[concern]);
    let words = ["the container of grafana does not have", "stackgen up"];
    only(&concern(SecretConcern::Outdated), Bad, "secret-file", &words);
    let words = ["git does not ignore", "echo secrets/ >> .gitignore"];
    only(&concern(SecretConcern::NotIgnored), Warning, "secret-file", &words);
    only(&concern(SecretConcern::Tracked), Warning, "secret-file", &["git rm --cached", quoted]);
    let unreadable = SecretFault::Unreadable {
        user: "472:0".to_owned(),
        mode: "0600".to_owned(),
        owner: "0:0".to_owned(),
    };
    let words = ["runs as 472:0", "0600", "0:0", "chmod 0444"];
    only(&secret(Some(unreadable)), Bad, "secret-file", &words);
    let hidden = SecretFault::Hidden("permission denied".to_owned());
    only(&secret(Some(hidden)), Warning, "secret-file", &["permission denied"]);
}

#[test]
fn rendered_files() {
    let file = |service: &str, path: &str| UnreadableFile {
        service: Name::parse(service).expect("a name"),
        user: "65534:65534".to_owned(),
        path: path.to_owned(),
        mode: "0600".to_owned(),
    };
    let seen = |unreadable: Vec<UnreadableFile>, foreign: &[(&str, &str)]| {
        let own = |(path, service): &(&str, &str)| ((*path).to_owned(), (*service).to_owned());
        let foreign = foreign.iter().map(own).collect();
        let rendered = Rendered { folder: "my stack/".to_owned(), unreadable, foreign };
        found("", |it| it.rendered = Some(rendered))
    };
    quiet(&seen(vec![], &[]));
    let many: Vec<_> =
        ["a", "b", "c", "d", "e"].iter().map(|path| file("prometheus", path)).collect();
    let words = [
        "prometheus, which runs as 65534:65534, cannot read my stack/a (0600), my stack/b (0600), \
         my stack/c (0600) and 2 more",
        "stackgen render",
        "chmod -R a+rX 'my stack/'",
    ];
    only(&seen(many, &[]), Bad, "rendered-file", &words);
    let words = ["my stack/rules/mine.yml is not from the spec", "prometheus"];
    only(&seen(vec![], &[("rules/mine.yml", "prometheus")]), Warning, "foreign-file", &words);
    // One finding for each service.
    let two = seen(vec![file("grafana", "a"), file("prometheus", "a")], &[]);
    assert_eq!(two.iter().filter(|finding| finding.severity == Bad).count(), 2);
}

#[test]
fn lines_for_the_spec_are_proposed_once() {
    let line = |text: &str| Finding::error("kmsg", "b").host(text);
    let findings = [line("kmsg = false"), Finding::ok("clock", "d"), line("kmsg = false")];
    assert_eq!(host_table(&findings).as_deref(), Some("[host]\nkmsg = false\n"));
}

#[test]
fn a_project_name_that_is_somebody_elses() {
    let container = Container { name: "shop-web-1".to_owned(), ..Container::default() };
    let other = |owner| Other {
        thing: Thing::Container(Box::new(container.clone())),
        owner,
        in_project: true,
    };
    let taken = |owner| {
        found("", |around| {
            around.taken = Some(Taken {
                name: "shop".to_owned(),
                others: vec![other(owner)],
                proposal: "shop-monitoring".to_owned(),
            });
        })
    };
    let (project, place) = ("shop".to_owned(), "/srv/compose.yml".to_owned());
    let application = taken(Owner::Application { project, place });
    let says = ["belongs to the application shop (/srv/compose.yml)", "name = \"shop-monitoring\""];
    only(&application, Bad, "project-name", &says);
    assert!(!format!("{application:?}").contains("--adopt"), "it is never taken over");
    let stack = taken(Owner::Stack { folder: "/old/monitoring".to_owned() });
    only(&stack, Bad, "project-name", &["the stack in /old/monitoring", "stackgen up --adopt"]);
    let own = found("", |_| {});
    let ok = own.iter().find(|it| it.code == "project-name");
    has(ok.expect("it is looked at"), &["free, or this stack's own"]);
}
