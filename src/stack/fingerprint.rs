use super::{Service, Stack};
use crate::value::hex;
use sha2::{Digest as _, Sha256};

/// What all containers have in common. Counts up when that changes, so that they are made anew.
const SHAPE: &str = "1";

impl Service {
    /// A digest of everything in the spec and the catalogue that makes its container what it is: two
    /// services with the same one can share a container. What its mounted files hold is not part of
    /// it, nor where they lie.
    pub fn fingerprint(&self, stack: &Stack) -> String {
        let mut digest = Digest(Sha256::new());
        digest.list("shape", [SHAPE]);
        digest.list("image", [self.image.to_string()]);
        digest.list("user", [&self.user]);
        digest.list("command", &self.command);
        digest.list("environment", self.environment.iter().flat_map(|(name, value)| [name, value]));
        for secret in &self.secrets {
            digest.list("secret", [secret.name.as_str(), secret.path.as_str()]);
        }
        for mount in &self.mounts {
            let propagation = mount.propagation.map_or("", |propagation| propagation.as_str());
            digest.list("mount", [mount.source.as_str(), mount.target.as_str(), propagation]);
            if mount.create {
                digest.list("create", [mount.source.as_str()]);
            }
            if !mount.recursive {
                digest.list("not recursive", [mount.target.as_str()]);
            }
        }
        for (name, target) in &self.volumes {
            digest.list("volume", [name.as_str(), target]);
        }
        digest.list("tmpfs", &self.tmpfs);
        digest.list("devices", &self.devices);
        digest.list("capabilities", &self.capabilities);
        for port in &self.published {
            digest.list("port", [port.address(), port.target.to_string()]);
        }
        if self.outward {
            digest.list("join", stack.join.iter().map(ToString::to_string));
        }
        digest.list("security", self.security_options());
        digest.list("selinux", [format!("{:?}", self.selinux)]);
        digest.list("host_users", [self.host_users.to_string()]);
        digest.list("host_gateway", [self.host_gateway.to_string()]);
        if let Some(check) = &self.healthcheck {
            digest.list("healthcheck", check.command.iter().map(ToString::to_string));
            let times = [check.interval, check.timeout, check.start_period];
            digest.list("times", times.map(|time| time.to_string()));
            digest.list("retries", [check.retries.to_string()]);
        }
        digest.list(
            "limits",
            [self.memory.to_string(), self.cpus.get().to_string(), self.pids.to_string()],
        );
        digest.list("stop", self.stop_grace_period.map(|time| time.to_string()));
        digest.list("depends_on", self.depends_on.iter().map(ToString::to_string));
        hex(digest.0.finalize())
    }
}

struct Digest(Sha256);

impl Digest {
    /// Everything with its length in front, so that no two services give the same stream.
    fn list<T: AsRef<str>>(&mut self, name: &str, items: impl IntoIterator<Item = T>) {
        let items: Vec<T> = items.into_iter().collect();
        self.text(name);
        self.0.update((items.len() as u64).to_le_bytes());
        for item in items {
            self.text(item.as_ref());
        }
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }
}
