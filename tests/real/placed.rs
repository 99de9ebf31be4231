//! A rendered stack, put where the real programs can check it.
//!
//! What stackgen renders names files as the containers see them: `/etc/prometheus/rules/*.yml`,
//! `/run/secrets/slack`. On a machine without these containers, promtool finds no rule file there
//! and says SUCCESS. So the stack is copied, and in the copy every such path is turned into a path
//! of the copy *through the mounts of the very compose file that was rendered*, as Compose itself
//! reads it. A path that no mount explains stays and is reported as dangling: the container would not find it either.
//!
//! Files the user has to bring (secret files) are not in a rendered stack; those that are mounted
//! from outside of it get a dummy in the copy.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::mounts::{self, Mount};
use crate::support::process::Finished;
use crate::support::tools::Tool;
use crate::support::tree;
use crate::{compose, yaml};

/// What a dummy secret file holds: a line that Caddy takes for a user and a bcrypt hash, and all
/// others for an opaque secret.
const DUMMY: &str = "dummy $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n";

/// A copy of a rendered stack, in a folder as it will stand beside a spec.
pub(crate) struct Placed {
    /// The copy goes when this does.
    _folder: TempDir,
    /// Where a spec would be, with every symbolic link resolved, as Compose prints paths.
    folder: PathBuf,
    /// The stack as Compose reads it.
    pub(crate) model: Value,
}

impl Placed {
    /// Copies a rendered stack.
    ///
    /// # Errors
    ///
    /// Compose does not accept it.
    pub(crate) fn new(rendered: &Path, docker_compose: &Tool) -> Result<Self, String> {
        let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
        let folder = temporary.path().canonicalize().map_err(|error| error.to_string())?;
        let root = folder.join("monitoring");
        tree::read(rendered)
            .and_then(|files| tree::write(&root, &files))
            .map_err(|error| error.to_string())?;
        let read = docker_compose.run_in(&root, compose::args(["config", "--format", "json"]));
        let model = accepted(&read)
            .and_then(|()| serde_json::from_str(&read.stdout).map_err(|error| error.to_string()))?;
        Ok(Self { _folder: temporary, folder, model })
    }

    /// The copy of what was rendered.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("monitoring")
    }

    /// A file or folder of the copy, if it was rendered.
    pub(crate) fn rendered(&self, path: &str) -> Option<PathBuf> {
        Some(self.root().join(path)).filter(|path| path.exists())
    }

    /// The files of a folder of the copy, in order of their names; none where it is not there.
    pub(crate) fn files(&self, folder: &str) -> Vec<PathBuf> {
        mounts::matches(&self.root().join(folder).join("*"))
    }

    /// Runs a program in the copy, which has to accept it.
    ///
    /// # Errors
    ///
    /// All that it said, where it did not.
    pub(crate) fn check(&self, tool: &Tool, args: &[&str]) -> Result<(), String> {
        accepted(&tool.run_in(&self.root(), args))
    }

    /// Turns the paths in a configuration file from the container's into the copy's, and says
    /// which of the files it names the container would not find.
    ///
    /// The container is that of the service which mounts the file.
    ///
    /// # Errors
    ///
    /// No service mounts the file, or it names files that are not there.
    pub(crate) fn as_its_container_sees_it(&self, file: &str) -> Result<(), String> {
        let path = self.root().join(file);
        let mounts = self.mounts_of_reader(&path).ok_or(format!("no service mounts {file}"))?;
        let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let (text, named) = mounts::rewrite(&text, &mounts);
        for path in named {
            self.bring(&path, &mounts).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        fs::write(&path, &text).map_err(|error| format!("{file}: {error}"))?;
        if path.extension().is_none_or(|extension| extension != "yml") {
            return Ok(());
        }
        let dangling: Vec<String> = yaml::files_named(&text)?
            .into_iter()
            .filter(|(_, name)| mounts::matches(&path.with_file_name(name)).is_empty())
            .map(|(key, name)| format!("{file}: {key}: the container finds no {name}"))
            .collect();
        if dangling.is_empty() { Ok(()) } else { Err(dangling.join("\n")) }
    }

    /// The mounts of the service that mounts a file of the copy.
    fn mounts_of_reader(&self, file: &Path) -> Option<Vec<Mount>> {
        let services = self.model["services"].as_object()?;
        let reads = |mounts: &Vec<Mount>| {
            mounts.iter().any(|mount| {
                mount.source.starts_with(self.root()) && file.starts_with(&mount.source)
            })
        };
        services.values().map(|service| mounts::of_service(&self.model, service)).find(reads)
    }

    /// Makes a dummy of a file that the user has to bring: one that lies in a mount from outside
    /// of what was rendered.
    fn bring(&self, path: &Path, mounts: &[Mount]) -> std::io::Result<()> {
        let brought = mounts.iter().any(|mount| {
            path.starts_with(&mount.source)
                && mount.source.starts_with(&self.folder)
                && !mount.source.starts_with(self.root())
        });
        if !brought || path.exists() {
            return Ok(());
        }
        let path = PathBuf::from(path.to_string_lossy().replace('*', "dummy"));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, DUMMY)
    }
}

/// A program's verdict, with all that it said where it is a refusal.
pub(crate) fn accepted(finished: &Finished) -> Result<(), String> {
    if finished.succeeded() { Ok(()) } else { Err(finished.to_string()) }
}
