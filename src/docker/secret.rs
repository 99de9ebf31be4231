//! The secret files of a stack, and whether its containers still hold them.
//!
//! A file that is mounted alone is mounted as what it is at that moment: whoever replaces it (`mv`,
//! `install`, most editors) leaves the old one in the container. So the label of a container says
//! which files it got, by their identity: where they are, which file it is, and when it last changed.
//! What is in a file is never read for that, and no digest of it is anywhere.

use super::moment::now;
use super::{Container, Engine, Error, Project, Seen, label};
use crate::stack::{SecretFile, Service, Stack};
use crate::value::hex;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The secret files of a stack as they are now.
#[derive(Clone, Debug, Default)]
pub struct SecretsNow {
    /// By the name of the service that reads them.
    services: BTreeMap<String, Files>,
    /// How far the engine's clock is ahead of this machine's, in seconds.
    ahead: f64,
}

/// The secret files of one service.
#[derive(Clone, Debug, PartialEq)]
struct Files {
    paths: Vec<PathBuf>,
    /// A digest of their identities.
    identity: String,
    /// When the last of them changed, in seconds since 1970. `None`: one of them is not there.
    changed: Option<i64>,
}

impl SecretsNow {
    /// Looks at the secret files of a stack, for the folder of its spec.
    pub fn of(stack: &Stack, spec_folder: &Path) -> Self {
        let one = |service: &Service| {
            let files = Files::of(service, spec_folder)?;
            Some((service.name.to_string(), files))
        };
        Self { services: stack.services.iter().filter_map(one).collect(), ahead: 0.0 }
    }

    /// A digest of which files a service reads now; nothing if it reads none.
    pub fn identity(&self, service: &str) -> Option<&str> {
        self.services.get(service).map(|files| files.identity.as_str())
    }

    /// Whether a container holds other secret files than those that are there now.
    pub fn changed(&self, container: &Container) -> bool {
        let Some(files) = self.services.get(&container.service) else { return false };
        match (&container.secrets, files.changed) {
            (Some(label), _) => *label != files.identity,
            // Compose made it, and labels nothing: what has changed since is not in it.
            (None, Some(changed)) => {
                #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are few")]
                let (changed, made) = (changed as f64 + self.ahead, container.created as f64);
                // Engines tell the whole second only in which they made it.
                changed >= made + 1.0
            }
            (None, None) => true,
        }
    }

    /// Whether a container has one of its service's secret files mounted: another stack of the same
    /// name has its own. Docker Desktop puts the path of its machine in front.
    fn mounted(&self, container: &Container) -> bool {
        let paths = self.services.get(&container.service).map(|files| &files.paths);
        paths.into_iter().flatten().any(|path| {
            container.secret_sources.iter().any(|source| Path::new(source) == path)
                || path.to_str().is_some_and(|path| {
                    container.secret_sources.iter().any(|source| source.ends_with(path))
                })
        })
    }
}

impl Files {
    fn of(service: &Service, spec_folder: &Path) -> Option<Self> {
        if service.secrets.is_empty() {
            return None;
        }
        let paths: BTreeSet<PathBuf> =
            service.secrets.iter().map(|file| path(spec_folder, file)).collect();
        let mut identity = Sha256::new();
        let mut changed = Some(i64::MIN);
        for path in &paths {
            let part = |text: &[u8], into: &mut Sha256| {
                into.update((text.len() as u64).to_le_bytes());
                into.update(text);
            };
            part(path.as_os_str().as_bytes(), &mut identity);
            let Ok(found) = fs::metadata(path) else {
                changed = None;
                part(b"not there", &mut identity);
                continue;
            };
            // A link that leads elsewhere now is another file.
            let file = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            part(file.as_os_str().as_bytes(), &mut identity);
            // The device is left out: its number may be another one after a restart.
            for number in [found.ino().cast_signed(), found.ctime(), found.ctime_nsec()] {
                identity.update(number.to_le_bytes());
            }
            identity.update(found.size().to_le_bytes());
            changed = changed.map(|changed| changed.max(found.ctime()));
        }
        Some(Self {
            paths: paths.into_iter().collect(),
            identity: hex(identity.finalize()),
            changed,
        })
    }
}

/// Where a secret file is.
pub(super) fn path(spec_folder: &Path, file: &SecretFile) -> PathBuf {
    super::owner::clean(&spec_folder.join(file.path.as_str()))
}

/// The label of a container with these secret files.
pub(super) fn label(project: &Project<'_>, service: &Service) -> Option<(&'static str, String)> {
    let files = Files::of(service, &project.spec_folder)?;
    Some((label::SECRETS, files.identity))
}

impl Engine {
    /// The secret files of a stack as they are now, to be compared with what its containers hold.
    ///
    /// # Errors
    /// When the engine does not report its time, where that matters.
    pub async fn secrets_now(
        &self,
        stack: &Stack,
        spec_folder: &Path,
        seen: &Seen,
    ) -> Result<SecretsNow, Error> {
        let mut secrets = SecretsNow::of(stack, spec_folder);
        let unlabelled =
            |one: &Container| one.secrets.is_none() && secrets.services.contains_key(&one.service);
        if seen.containers.iter().any(unlabelled) {
            let (told, here) = (self.api.info().await?.system_time, now());
            let there = told.as_deref().and_then(super::moment::seconds);
            secrets.ahead = there.map_or(0.0, |there| there - here);
        }
        Ok(secrets)
    }

    /// For each running service that has one of the stack's secret files mounted: whether its container
    /// holds them as they are now.
    ///
    /// # Errors
    /// When the engine does not say what it has.
    pub async fn secrets_held(
        &self,
        stack: &Stack,
        spec_folder: &Path,
        seen: &Seen,
    ) -> Result<BTreeMap<String, bool>, Error> {
        let now = self.secrets_now(stack, spec_folder, seen).await?;
        let ours = seen.containers.iter().filter(|one| one.running && now.mounted(one));
        Ok(ours.map(|one| (one.service.clone(), !now.changed(one))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Input, SpecText, resolve};
    use std::fs::OpenOptions;
    use std::io::Write as _;

    /// Alertmanager with a webhook whose URL is a secret.
    fn stack() -> Stack {
        let text = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n\
            [grafana]\nenabled = false\n[alertmanager]\nenabled = true\n\
            [receivers.hook]\ntype = \"webhook\"\nurl_file = \"secrets/hook\"\n\
            [routing]\nP0 = [\"hook\"]\nP1 = [\"hook\"]\nP2 = [\"hook\"]\n";
        let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
        resolve(Input { spec: Some(spec), ..Input::default() }).stack.expect("it is sound")
    }

    fn identity(folder: &Path) -> String {
        SecretsNow::of(&stack(), folder).identity("alertmanager").expect("a secret").to_owned()
    }

    /// A folder with the secret, and what has to change it.
    fn changes(what: &str, change: impl FnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets/hook");
        fs::create_dir(folder.path().join("secrets")).unwrap();
        fs::write(&file, "http://old").unwrap();
        let before = identity(folder.path());
        assert_eq!(identity(folder.path()), before, "nothing happened");
        // Some file systems count time in steps.
        std::thread::sleep(std::time::Duration::from_millis(20));
        change(&file);
        assert_ne!(identity(folder.path()), before, "{what}");
    }

    #[test]
    fn each_way_to_change_a_secret_is_another_identity() {
        changes("written again", |file| fs::write(file, "http://new").unwrap());
        changes("written again, as long and with the same text", |file| {
            fs::write(file, "http://old").unwrap();
        });
        changes("appended to", |file| {
            OpenOptions::new().append(true).open(file).unwrap().write_all(b"/x").unwrap();
        });
        changes("renamed over", |file| {
            fs::write(file.with_extension("new"), "http://new").unwrap();
            fs::rename(file.with_extension("new"), file).unwrap();
        });
        changes("removed and made again", |file| {
            fs::remove_file(file).unwrap();
            fs::write(file, "http://new").unwrap();
        });
        changes("removed", |file| fs::remove_file(file).unwrap());
        changes("a link instead", |file| {
            fs::write(file.with_extension("v2"), "http://new").unwrap();
            fs::remove_file(file).unwrap();
            std::os::unix::fs::symlink("hook.v2", file).unwrap();
        });
    }

    #[test]
    fn a_link_that_leads_elsewhere_is_another_identity() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = folder.path().join("secrets");
        fs::create_dir(&secrets).unwrap();
        for version in ["v1", "v2"] {
            fs::create_dir(secrets.join(version)).unwrap();
            fs::write(secrets.join(version).join("hook"), "http://x").unwrap();
        }
        let link = |to: &str| {
            let _ = fs::remove_file(secrets.join("now"));
            std::os::unix::fs::symlink(to, secrets.join("now")).unwrap();
        };
        std::os::unix::fs::symlink("now/hook", secrets.join("hook")).unwrap();
        link("v1");
        let first = identity(folder.path());
        link("v2");
        assert_ne!(identity(folder.path()), first);
        link("v1");
        assert_eq!(identity(folder.path()), first);
    }

    #[test]
    fn only_what_a_service_reads_counts() {
        let now = SecretsNow::of(&stack(), Path::new("/nowhere"));
        assert_eq!(now.identity("prometheus"), None);
        assert!(!now.changed(&Container { service: "prometheus".into(), ..Container::default() }));
        assert!(now.changed(&Container { service: "alertmanager".into(), ..Container::default() }));
    }

    /// Whether a container without a label is taken to hold an old file.
    #[track_caller]
    fn unlabelled(changed: i64, ahead: f64, created: i64, stale: bool) {
        let files = Files { paths: vec![], identity: String::new(), changed: Some(changed) };
        let now = SecretsNow { services: BTreeMap::from([("a".to_owned(), files)]), ahead };
        let container = Container { service: "a".into(), created, ..Container::default() };
        assert_eq!(now.changed(&container), stale, "{changed} {ahead} {created}");
    }

    #[test]
    fn a_container_of_compose_is_older_or_newer_than_its_files() {
        unlabelled(100, 0.0, 200, false);
        unlabelled(200, 0.0, 100, true);
        // In the same second nobody can tell which was first.
        unlabelled(100, 0.0, 100, false);
        unlabelled(101, 0.0, 100, true);
        // The engine's clock is behind: what looks newer is older, and the other way round.
        unlabelled(250, -100.0, 200, false);
        unlabelled(150, 100.0, 200, true);
    }

    #[test]
    fn a_container_of_another_folder_has_other_files() {
        let now = SecretsNow::of(&stack(), Path::new("/shop"));
        let mounts = |source: &str| {
            now.mounted(&Container {
                service: "alertmanager".into(),
                secret_sources: vec![source.to_owned()],
                ..Container::default()
            })
        };
        assert!(mounts("/shop/secrets/hook"));
        assert!(mounts("/host_mnt/shop/secrets/hook"));
        assert!(!mounts("/other/secrets/hook"));
    }
}
