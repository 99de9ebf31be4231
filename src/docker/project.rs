//! A stack as the engine shall have it.

use super::{Claims, Home};
use crate::stack::{Dependency, Mount, SecretFile, Service, Stack};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The stack's own network, by its key in the Compose file.
pub(super) const NETWORK: &str = "monitoring";

/// A stack and where its files are.
#[derive(Clone, Debug)]
pub struct Project<'s> {
    /// The stack.
    pub stack: &'s Stack,
    /// The output folder, absolute.
    pub folder: PathBuf,
    /// The Compose file in it.
    pub compose_file: &'static str,
    /// The folder of the spec, absolute.
    pub spec_folder: PathBuf,
    /// A digest of the files that a service reads when it starts, by the service's name.
    pub files: BTreeMap<String, String>,
    /// What it took over although labels say otherwise.
    pub claims: Claims,
}

impl<'s> Project<'s> {
    /// Its name, by which everything of it is found.
    pub fn name(&self) -> &'s str {
        self.stack.name.as_str()
    }

    /// Where it is at home: what tells its things from others of the same name.
    pub fn home(&self) -> Home {
        Home {
            name: self.name().to_owned(),
            folder: self.folder.clone(),
            compose_file: self.compose_file,
            claims: self.claims.clone(),
        }
    }

    /// A service by its name.
    pub fn service(&self, name: &str) -> Option<&'s Service> {
        self.stack.services.iter().find(|service| service.name.as_str() == name)
    }

    /// The name of a service's container.
    pub fn container(&self, service: &str) -> String {
        format!("{}-{service}-1", self.name())
    }

    /// The name of the stack's own network.
    pub fn network(&self) -> String {
        format!("{}_{NETWORK}", self.name())
    }

    /// The networks that a service joins, by name, in the order in which Compose takes them.
    pub fn networks(&self, service: &Service) -> Vec<String> {
        // Compose sorts by key, and `join-…` comes before `monitoring`.
        let joins = service.joins(self.stack);
        let mut joined: Vec<String> = joins.iter().map(ToString::to_string).collect();
        joined.sort();
        joined.push(self.network());
        joined
    }

    /// The name of a volume of the stack.
    pub fn volume(&self, key: &str) -> String {
        format!("{}_{key}", self.name())
    }

    /// The keys of the stack's volumes.
    pub fn volumes(&self) -> Vec<&'s str> {
        let all = self.stack.services.iter().flat_map(|service| &service.volumes);
        let mut keys: Vec<&str> = all.map(|volume| volume.name.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Where a secret file is.
    pub fn secret(&self, file: &SecretFile) -> PathBuf {
        super::secret::path(&self.spec_folder, file)
    }

    /// Where a folder of the output tree is.
    pub(super) fn mount(&self, mount: &Mount) -> PathBuf {
        self.folder.join(mount.folder.as_str())
    }

    /// The services in an order in which each comes after those it depends on.
    pub fn in_order(&self) -> Vec<&'s Service> {
        let mut done: Vec<&Service> = Vec::new();
        let mut left: Vec<&Service> = self.stack.services.iter().collect();
        while !left.is_empty() {
            let ready = |service: &&Service| {
                service.depends_on.iter().all(|Dependency { name, .. }| {
                    self.service(name.as_str()).is_none()
                        || done.iter().any(|done| done.name == *name)
                })
            };
            let (now, later): (Vec<&Service>, Vec<&Service>) =
                left.iter().partition(|one| ready(one));
            if now.is_empty() {
                // A circle: the engine does not mind, so nothing here does.
                done.extend(later);
                break;
            }
            done.extend(now);
            left = later;
        }
        done
    }
}
