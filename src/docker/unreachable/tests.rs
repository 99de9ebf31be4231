use super::super::{Address, Problem};
use super::Failure;
use super::around::{Around, Owner};
use super::explain::explain;
use std::path::PathBuf;

const SYSTEM: &str = "unix:///var/run/docker.sock";

fn around() -> Around {
    Around { user: "anna".to_owned(), installed: true, systemd: true, ..Around::default() }
}

fn socket(group: &str, gid: u32, mode: u32, is_member: bool) -> Owner {
    Owner { user: "root".to_owned(), gid, group: group.to_owned(), mode, is_member }
}

/// The whole of what is said: the message, the cause and the ways out.
#[track_caller]
fn case(url: &str, origin: &str, failure: &Failure, around: &Around, expected: &[&str]) {
    let address = Address { url: url.to_owned(), origin: origin.to_owned(), tls: None };
    let error = explain(&address, failure, around);
    let cause = error.cause();
    let mut said = vec![error.message.clone()];
    said.extend(cause.into_iter().flat_map(|cause| [cause.what, cause.help]));
    said.extend(error.help.iter().cloned());
    let said = said.join("\n");
    for part in expected {
        assert!(said.contains(part), "expected {part:?} in:\n{said}");
    }
    assert!(matches!(error.problem, Problem::Unreachable | Problem::Denied));
    assert!(!said.contains("volume or a secret file"), "that is a container's:\n{said}");
}

#[test]
fn no_permission_on_the_socket() {
    let usual = |around: &Around, expected: &[&str]| {
        case(SYSTEM, Address::USUAL, &Failure::Denied, around, expected);
    };
    let denied = "no permission to use the Docker engine at unix:///var/run/docker.sock";
    usual(
        &Around { owner: Some(socket("docker", 998, 0o660, false)), ..around() },
        &[
            denied,
            "the socket is for root and the group docker, and anna is not in that group",
            "sudo usermod -aG docker $USER",
            "equivalent to root",
            "dockerd-rootless-setuptool.sh install",
        ],
    );
    usual(
        &Around { owner: Some(socket("docker", 998, 0o660, true)), ..around() },
        &[denied, "this session began before", "newgrp docker"],
    );
    usual(
        &Around { owner: Some(socket("root", 0, 0o600, false)), ..around() },
        &["the socket is for root only", "sudo chgrp docker /var/run/docker.sock"],
    );
    usual(
        &Around { owner: Some(socket("docker", 998, 0o660, true)), groups: vec![998], ..around() },
        &["a policy of this host forbids it"],
    );
    let own = Some(PathBuf::from("/run/user/1000/docker.sock"));
    usual(
        &Around { owner: Some(socket("docker", 998, 0o660, false)), other: own, ..around() },
        &["export DOCKER_HOST=unix:///run/user/1000/docker.sock"],
    );
    case(
        "unix:///run/user/1001/docker.sock",
        "DOCKER_HOST",
        &Failure::Closed,
        &around(),
        &["anna may not enter the folder of the socket", "unset DOCKER_HOST"],
    );
}

#[test]
fn no_socket() {
    let usual = |around: &Around, expected: &[&str]| {
        case(SYSTEM, Address::USUAL, &Failure::Absent, around, expected);
    };
    usual(&around(), &["the Docker engine is not running", "sudo systemctl start docker"]);
    usual(&Around { systemd: false, ..around() }, &["sudo service docker start"]);
    usual(
        &Around { installed: false, ..around() },
        &["Docker is not installed", "/engine/install/"],
    );
    usual(&Around { container: true, installed: false, ..around() }, &["-v /var/run/docker.sock"]);
    usual(&Around { wsl: true, installed: false, ..around() }, &["WSL integration"]);
    usual(&Around { wsl: true, desktop: true, ..around() }, &["start it on Windows"]);
    usual(&Around { mac: true, ..around() }, &["open -a Docker"]);
    usual(&Around { rootless: true, ..around() }, &["systemctl --user start docker"]);
    case(
        "unix:///home/anna/.docker/desktop/docker.sock",
        "Docker context `desktop-linux`",
        &Failure::Absent,
        &around(),
        &[
            "Docker Desktop does not run",
            "systemctl --user start docker-desktop",
            "docker context use default",
        ],
    );
    case(
        "unix:///run/user/1000/docker.sock",
        "DOCKER_HOST",
        &Failure::Absent,
        &around(),
        &["your own Docker engine is not running", "unset DOCKER_HOST"],
    );
    case(
        "unix:///run/user/1000/podman/podman.sock",
        "DOCKER_HOST",
        &Failure::Absent,
        &around(),
        &["systemctl --user start podman.socket"],
    );
}

#[test]
fn nobody_or_somebody_else_answers() {
    case(
        SYSTEM,
        Address::USUAL,
        &Failure::Refused,
        &around(),
        &["nobody listens on the socket", "sudo systemctl start docker"],
    );
    case(
        SYSTEM,
        Address::USUAL,
        &Failure::NoSocket,
        &around(),
        &["this is not a socket", "sudo rmdir /var/run/docker.sock"],
    );
    case(
        SYSTEM,
        Address::USUAL,
        &Failure::Silent,
        &around(),
        &["10 seconds", "journalctl -u docker"],
    );
    let tcp = |failure: Failure, expected: &[&str]| {
        case("tcp://10.0.0.9:2375", "DOCKER_HOST", &failure, &around(), expected);
    };
    tcp(
        Failure::Refused,
        &["nobody listens there", "check the host and the port", "unset DOCKER_HOST"],
    );
    tcp(Failure::NoHost, &["the host name has no address", "unset DOCKER_HOST"]);
    tcp(Failure::Tls, &["TLS connections only", "ssh -nNT -L"]);
    tcp(
        Failure::Foreign("HTTP status 404".to_owned()),
        &["HTTP status 404", "something other than a Docker engine listens there"],
    );
}
