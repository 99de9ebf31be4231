use super::super::{Address, Cause, Error, Problem};
use super::Failure;
use super::around::{Around, Owner};

/// Why an engine behind TLS cannot be used.
pub(in crate::docker) const TLS: &str = "stackgen connects through a socket or plain TCP only";

/// Says why no engine answers at an address, and what to do. Pure.
pub(super) fn explain(address: &Address, failure: &Failure, around: &Around) -> Error {
    let explained = Explained { address, around };
    match failure {
        Failure::Denied => explained.denied(),
        Failure::Closed => explained.closed(),
        Failure::Absent => explained.absent(),
        Failure::NoSocket => explained.no_socket(),
        Failure::Refused => explained.refused(),
        Failure::NoHost => explained
            .nobody("the host name has no address")
            .help("check the spelling of the host, and that this host can resolve it")
            .help(explained.leave()),
        Failure::Silent => explained
            .nobody("it did not answer within 10 seconds")
            .help("read its log: sudo journalctl -u docker -n 50")
            .help("restart it: sudo systemctl restart docker"),
        Failure::Tls => explained
            .nobody("it accepts TLS connections only")
            .because_of(
                TLS,
                "forward its socket: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock USER@HOST",
            )
            .help("then run: export DOCKER_HOST=unix:///tmp/docker.sock"),
        Failure::Foreign(said) => explained
            .nobody(said)
            .because_of("something other than a Docker engine listens there", &explained.leave())
            .help("see what the docker command says: docker version"),
        Failure::Other(said) => explained
            .nobody(said)
            .help("see what the docker command says: docker version")
            .help(explained.leave()),
    }
}

struct Explained<'a> {
    address: &'a Address,
    around: &'a Around,
}

impl Error {
    fn because_of(self, what: impl Into<String>, help: &str) -> Self {
        self.because(Cause { what: what.into(), help: help.to_owned() })
    }
}

impl Explained<'_> {
    fn nobody(&self, why: &str) -> Error {
        let message = format!("no Docker engine answers at {}: {why}", self.address);
        Error::new(Problem::Unreachable, message)
    }

    /// The socket is there, and the user may not use it.
    fn denied(&self) -> Error {
        let Around { owner, user, groups, .. } = self.around;
        let message = format!("no permission to use the Docker engine at {}", self.address);
        let error = Error::new(Problem::Denied, message);
        let owner = owner.clone().unwrap_or_default();
        let Owner { user: of, group, gid, mode, is_member } = &owner;
        let socket = self.address.socket().unwrap_or_default();
        let error = if self.around.root
            || mode & 0o002 != 0
            || groups.contains(gid) && mode & 0o020 != 0
        {
            error.because_of(
                "the socket's permissions allow it, so a policy of this host forbids it: SELinux, AppArmor or a sandbox",
                "see what was denied: sudo journalctl -k --grep 'denied|DENIED' -n 20",
            )
        } else if mode & 0o020 == 0 || group == "root" {
            error
                .because_of(
                    format!("the socket is for {of} only (group {group}, mode {mode:04o})"),
                    &format!("let the group docker use it: sudo groupadd -f docker && sudo chgrp docker {socket} && sudo chmod 660 {socket}"),
                )
                .help("then join the group: sudo usermod -aG docker $USER, and log in again")
                .help("membership in this group is equivalent to root on this host")
        } else if *is_member {
            error.because_of(
                format!("{user} is in the group {group}, but this session began before that"),
                &format!("log out and in again; for this shell alone: newgrp {group}"),
            )
        } else {
            error
                .because_of(
                    format!("the socket is for {of} and the group {group}, and {user} is not in that group"),
                    &format!("join the group: sudo usermod -aG {group} $USER, and log in again (for this shell alone: newgrp {group})"),
                )
                .help("membership in this group is equivalent to root on this host")
        };
        match &self.around.other {
            Some(_) => self.other(error),
            None => error.help(
                "or run an engine without root: dockerd-rootless-setuptool.sh install (https://docs.docker.com/engine/security/rootless/)",
            ),
        }
    }

    /// A folder above the socket is closed.
    fn closed(&self) -> Error {
        let message = format!("no permission to use the Docker engine at {}", self.address);
        let error = Error::new(Problem::Denied, message).because_of(
            format!("{} may not enter the folder of the socket", self.user()),
            "run stackgen as the user that the engine belongs to",
        );
        self.other(error).help(self.leave())
    }

    fn absent(&self) -> Error {
        let error = self.nobody("the socket does not exist");
        if self.named() {
            return self.start(self.other(error).help(self.leave()));
        }
        if self.around.container && !self.around.installed {
            return error.because_of(
                "this is a container, and the socket is not mounted into it",
                "start the container with -v /var/run/docker.sock:/var/run/docker.sock",
            );
        }
        if self.around.wsl && !self.around.installed {
            return error.because_of(
                "Docker Desktop does not serve this WSL distribution",
                "enable it in Docker Desktop: Settings, Resources, WSL integration",
            );
        }
        if !self.around.installed && !self.around.desktop {
            return self.other(error.because_of(
                "Docker is not installed",
                "install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/",
            ));
        }
        self.start(self.other(error))
    }

    fn no_socket(&self) -> Error {
        let socket = self.address.socket().unwrap_or_default();
        let error = self.nobody("this is not a socket");
        if self.named() {
            return self.other(error.help(self.leave()));
        }
        error.because_of(
            "Docker makes a folder where a container mounts a socket that does not exist",
            &format!("stop Docker, remove the folder, start Docker: sudo systemctl stop docker.socket docker && sudo rmdir {socket} && sudo systemctl start docker"),
        )
    }

    fn refused(&self) -> Error {
        if self.address.socket().is_some() {
            return self.start(self.other(self.nobody("nobody listens on the socket")));
        }
        let error = self.nobody("nobody listens there");
        error
            .help("check the host and the port, and that the engine there listens on TCP")
            .help(self.leave())
    }

    /// Says how to start an engine that does not run.
    fn start(&self, error: Error) -> Error {
        let Around { mac, desktop, systemd, .. } = self.around;
        let socket = self.address.socket().unwrap_or_default();
        let of_desktop = socket.contains("/.docker/") || self.address.origin.contains("desktop");
        if *mac {
            return error.because_of("Docker Desktop does not run", "start it: open -a Docker");
        }
        if of_desktop {
            return error.because_of(
                "Docker Desktop does not run",
                "start it: systemctl --user start docker-desktop",
            );
        }
        if self.around.wsl && *desktop {
            return error.because_of("Docker Desktop does not run", "start it on Windows");
        }
        let (what, how) = if socket.contains("podman") {
            ("Podman's socket", "systemctl --user start podman.socket")
        } else if socket.starts_with("/run/user/") {
            ("your own Docker engine", "systemctl --user start docker")
        } else if *systemd {
            ("the Docker engine", "sudo systemctl start docker")
        } else {
            ("the Docker engine", "sudo service docker start")
        };
        let own = self.around.rootless && !socket.starts_with("/run/user/");
        let error = error.because_of(format!("{what} is not running"), &format!("start it: {how}"));
        if own { error.help("or your own engine: systemctl --user start docker") } else { error }
    }

    /// Says which other engine there is.
    fn other(&self, error: Error) -> Error {
        match &self.around.other {
            Some(socket) => error.help(format!(
                "or use the engine at {0}: export DOCKER_HOST=unix://{0}",
                socket.display()
            )),
            None => error,
        }
    }

    /// Whether the user says where the engine is.
    fn named(&self) -> bool {
        self.address.origin != Address::USUAL
    }

    /// How not to use this address.
    fn leave(&self) -> String {
        match self.address.origin.as_str() {
            "DOCKER_HOST" => "to use the engine in the usual place: unset DOCKER_HOST".to_owned(),
            Address::USUAL => {
                "to use another engine: export DOCKER_HOST=unix:///run/user/1000/docker.sock"
                    .to_owned()
            }
            _ => "to use another engine: docker context ls, docker context use default".to_owned(),
        }
    }

    fn user(&self) -> &str {
        if self.around.user.is_empty() { "this user" } else { &self.around.user }
    }
}
