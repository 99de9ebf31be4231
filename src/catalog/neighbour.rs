//! What lies in a folder of the user's own files, and adds nothing to the catalogue.

use super::UserFolder;
use super::codes::IGNORED_FILE;
use crate::diag::{Diagnostic, is_slip};
use crate::value::{Name, Scalar as _};
use std::path::Path;

/// Something in a folder of the user's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The folder.
    pub folder: UserFolder,
    /// Its name in the folder.
    pub name: String,
    /// What it is.
    pub kind: NeighbourKind,
}

/// What lies in a folder of the user's own files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeighbourKind {
    /// A file.
    File,
    /// A folder.
    Folder {
        /// Whether it has files whose names end in `.toml`.
        has_toml: bool,
    },
}

impl Neighbour {
    /// The name of what it adds to the catalogue, if it does: a file `NAME.toml`, and NAME is a name.
    pub fn adds(&self) -> Option<&str> {
        let name = self.name.strip_suffix(".toml")?;
        (self.kind == NeighbourKind::File && Name::parse(name).is_ok()).then_some(name)
    }

    /// What is to be said of it, if it adds nothing but was likely meant to. Hidden files,
    /// the drafts and backups of editors, and everything else that may lie there are no mistake.
    pub fn mistake(&self) -> Option<Diagnostic> {
        let name = self.name.as_str();
        if self.adds().is_some() || name.starts_with(['.', '#']) || name.ends_with('~') {
            return None;
        }
        let (why, help) = match self.kind {
            NeighbourKind::Folder { has_toml } => {
                if !has_toml && Path::new(name).extension().is_none_or(|ending| ending != "toml") {
                    return None;
                }
                let (folder, several) = (self.folder, self.folder.several());
                let why = format!("only files directly in {folder}/ are {several}");
                (why, format!("move its files up into {folder}/"))
            }
            NeighbourKind::File => self.misnamed()?,
        };
        Some(
            Diagnostic::warning(IGNORED_FILE, format!("{}/{name} is not read", self.folder))
                .note(why)
                .help(help),
        )
    }

    /// Why a file is not read that was likely meant to add something, and what to do.
    fn misnamed(&self) -> Option<(String, String)> {
        let (stem, ending) = self.name.rsplit_once('.')?;
        if ending == "toml" {
            let error = Name::parse(stem).err()?;
            let why = format!("the name of the file becomes a type, which {}", error.reason);
            return Some((why, "rename it, or give a copy another ending".to_owned()));
        }
        let why = format!("{} is a file whose name ends in .toml", self.folder.one());
        let folded = ending.to_lowercase();
        // Some systems add an ending, and hide it.
        if let Some(stem) = stem.strip_suffix(".toml").filter(|_| folded == "txt") {
            return Some((why, format!("rename it to {stem}.toml")));
        }
        if is_slip(&folded, "toml") {
            return Some((why, format!("rename it to {stem}.toml")));
        }
        let other = ["yaml", "yml"].contains(&folded.as_str());
        let help = format!("write it in TOML: docs/{}.md has the format", self.folder);
        other.then_some((why, help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> Neighbour {
        Neighbour {
            folder: UserFolder::Integrations,
            name: name.to_owned(),
            kind: NeighbourKind::File,
        }
    }

    #[test]
    fn integrations_are_files_with_a_name() {
        for (name, expected) in [
            ("queue.toml", Some("queue")),
            ("my-queue_2.toml", Some("my-queue_2")),
            (".queue.toml", None),
            ("queue.TOML", None),
            ("queue.toml~", None),
            ("Queue.toml", None),
            (".toml", None),
            ("toml", None),
        ] {
            assert_eq!(file(name).adds(), expected, "{name}");
        }
        let folder = NeighbourKind::Folder { has_toml: true };
        let folder = Neighbour { kind: folder, ..file("a.toml") };
        assert_eq!(folder.adds(), None);
    }

    #[test]
    fn what_editors_and_systems_leave_is_no_mistake() {
        for name in [
            ".queue.toml.swp",
            ".queue.toml.swo",
            "#queue.toml#",
            ".#queue.toml",
            "queue.toml~",
            ".queue.toml",
            "._queue.toml",
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            "4913",
            "queue.toml.bak",
            "queue.toml.orig",
            "queue.toml.rej",
            "queue.toml.disabled",
            "queue.toml.dpkg-old",
            "README.md",
            "LICENSE",
            "notes.txt",
            "queue.html",
            "queue.json",
        ] {
            assert_eq!(file(name).mistake(), None, "{name}");
        }
    }

    #[test]
    fn what_was_meant_as_an_integration_is_told() {
        for (name, help) in [
            ("rabbitmq.tml", "rename it to rabbitmq.toml"),
            ("rabbitmq.tolm", "rename it to rabbitmq.toml"),
            ("rabbitmq.TOML", "rename it to rabbitmq.toml"),
            ("rabbitmq.toml.txt", "rename it to rabbitmq.toml"),
            ("rabbitmq.yaml", "write it in TOML"),
            ("rabbitmq.yml", "write it in TOML"),
            ("My Queue.toml", "rename it"),
            ("queue (copy).toml", "rename it"),
        ] {
            let mistake = file(name).mistake().unwrap_or_else(|| panic!("{name}"));
            assert!(mistake.helps.iter().any(|said| said.contains(help)), "{name}: {mistake:?}");
        }
    }

    #[test]
    fn folders_with_integrations_are_told() {
        for (name, has_toml, expected) in [
            ("rabbitmq", true, true),
            ("rabbitmq.toml", false, true),
            ("dashboards", false, false),
            (".git", true, false),
        ] {
            let kind = NeighbourKind::Folder { has_toml };
            let folder = Neighbour { kind, ..file(name) };
            assert_eq!(folder.mistake().is_some(), expected, "{name}");
        }
    }
}
