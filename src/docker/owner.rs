//! Who made what bears a Compose project's name.
//!
//! A project belongs to the output folder that it was launched from. Compose and stackgen both write
//! that folder into the labels of containers; `stackgen up` also writes it into those of networks and
//! volumes. What bears the name without such a sign is somebody else's.

use super::label;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

/// Who made something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// This stack: `stackgen up` made it, or Compose from the file in this output folder.
    Ours,
    /// A stack of another output folder.
    Stack {
        /// That folder. Empty if nothing says which.
        folder: String,
    },
    /// A Compose project that stackgen did not render.
    Application {
        /// Its name. Empty if it has none.
        project: String,
        /// Where it is: its Compose files, else its folder. Empty if nothing says so.
        place: String,
    },
    /// Compose, from this stack's file together with others: a service that somebody added.
    Added,
    /// Nothing says so.
    Unknown,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours => f.write_str("this stack"),
            Self::Stack { folder } if folder.is_empty() => f.write_str("another stack"),
            Self::Stack { folder } => write!(f, "the stack in {folder}"),
            Self::Application { project, place } if place.is_empty() => {
                write!(f, "the application {project}")
            }
            Self::Application { project, place } => {
                write!(f, "the application {project} ({place})")
            }
            Self::Added => f.write_str("a Compose file used together with this stack's"),
            Self::Unknown => f.write_str("an unknown owner"),
        }
    }
}

/// What a stack took over although its labels, which cannot change, say otherwise: the id of each
/// network and the time of creation of each volume, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Networks.
    pub networks: BTreeMap<String, String>,
    /// Volumes.
    pub volumes: BTreeMap<String, String>,
}

/// Where a stack is at home: what tells its things from others of the same name.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// The name of its Compose project.
    pub name: String,
    /// Its output folder, absolute.
    pub folder: PathBuf,
    /// The Compose file in it.
    pub compose_file: &'static str,
    /// What it took over.
    pub claims: Claims,
}

impl Home {
    /// Whether a path is that of the output folder, perhaps through a symbolic link.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        same(Path::new(path), &self.folder)
    }

    fn is_compose_file(&self, path: &str) -> bool {
        same(Path::new(path), &self.folder.join(self.compose_file))
    }

    /// Who made a container of these labels.
    pub(super) fn owner(&self, labels: &HashMap<String, String>) -> Owner {
        let text = |name: &str| labels.get(name).map(String::as_str).unwrap_or_default();
        let folder = text(label::WORKING_DIR);
        let files: Vec<&str> =
            text(label::CONFIG_FILES).split(',').filter(|file| !file.is_empty()).collect();
        let from_ours = files.iter().any(|file| self.is_compose_file(file));
        let in_project = text(label::PROJECT) == self.name && !text(label::SERVICE).is_empty();
        if labels.contains_key(label::SERVICE_HASH) {
            return if in_project && (from_ours || self.is_folder(folder)) {
                Owner::Ours
            } else {
                Owner::Stack { folder: folder.to_owned() }
            };
        }
        match (in_project && from_ours, files.as_slice()) {
            (true, [_]) => return Owner::Ours,
            (true, _) => return Owner::Added,
            _ => {}
        }
        let project = text(label::PROJECT);
        let place = if files.is_empty() { folder.to_owned() } else { files.join(", ") };
        if place.is_empty() && (project.is_empty() || project == self.name) {
            return Owner::Unknown;
        }
        Owner::Application { project: project.to_owned(), place }
    }
}

/// Whether two paths lead to the same place, as far as can be seen from here.
fn same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    clean(a) == clean(b) || real(a).is_some_and(|a| real(b) == Some(a))
}

/// Without `..` and `.`, as Compose writes paths.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                clean.pop();
            }
            std::path::Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_clean() {
        assert_eq!(clean(Path::new("/a/b/../c/./d")), PathBuf::from("/a/c/d"));
        assert_eq!(clean(Path::new("/../a")), PathBuf::from("/a"));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_the_same_through_a_symbolic_link() {
        let temporary = tempfile::tempdir().unwrap();
        let (real, link) = (temporary.path().join("real"), temporary.path().join("link"));
        std::fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert!(same(&link, &real));
        assert!(!same(&link, temporary.path()));
    }

    fn owner(labels: &[(&str, &str)]) -> String {
        let home = Home {
            name: "shop".to_owned(),
            folder: PathBuf::from("/shop/monitoring"),
            compose_file: "docker-compose.monitoring.yml",
            claims: Claims::default(),
        };
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        home.owner(&labels.iter().map(pair).collect()).to_string()
    }

    const OURS: (&str, &str) = (label::PROJECT, "shop");
    const SERVICE: (&str, &str) = (label::SERVICE, "prometheus");
    const HASH: (&str, &str) = (label::SERVICE_HASH, "1");
    const FILE: &str = "/shop/monitoring/docker-compose.monitoring.yml";

    #[test]
    fn a_rendered_container_is_its_folders() {
        let of = |folder| owner(&[OURS, SERVICE, HASH, (label::WORKING_DIR, folder)]);
        assert_eq!(of("/shop/monitoring"), "this stack");
        assert_eq!(of("/shop/./x/../monitoring/"), "this stack");
        assert_eq!(of("/shop2/monitoring"), "the stack in /shop2/monitoring");
        assert_eq!(of(""), "another stack");
        // Compose was started with the application's file first, so its folder is that one's.
        let both = format!("/shop/compose.yml,{FILE}");
        let both =
            [OURS, SERVICE, HASH, (label::WORKING_DIR, "/shop"), (label::CONFIG_FILES, &both)];
        assert_eq!(owner(&both), "this stack");
        // Another project of the same folder.
        let other = (label::PROJECT, "blog");
        let home = (label::WORKING_DIR, "/shop/monitoring");
        assert_eq!(owner(&[other, SERVICE, HASH, home]), "the stack in /shop/monitoring");
    }

    #[test]
    fn what_stackgen_did_not_render_is_ours_only_if_compose_had_our_file_alone() {
        let of = |folder, files| {
            owner(&[OURS, SERVICE, (label::WORKING_DIR, folder), (label::CONFIG_FILES, files)])
        };
        assert_eq!(of("/shop/monitoring", FILE), "this stack");
        let added = format!("{FILE},/shop/monitoring/more.yml");
        assert_eq!(
            of("/shop/monitoring", &added),
            "a Compose file used together with this stack's"
        );
        // The application may lie in the same folder.
        let app = "/shop/monitoring/compose.yml";
        assert_eq!(
            of("/shop/monitoring", app),
            "the application shop (/shop/monitoring/compose.yml)"
        );
        assert_eq!(of("/srv/shop", ""), "the application shop (/srv/shop)");
    }

    #[test]
    fn what_has_no_sign_of_its_maker_is_nobodys() {
        assert_eq!(owner(&[]), "an unknown owner");
        assert_eq!(owner(&[OURS, SERVICE]), "an unknown owner");
        assert_eq!(owner(&[(label::PROJECT, "blog"), SERVICE]), "the application blog");
    }
}
