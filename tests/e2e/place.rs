//! A spec in a folder of its own, and what an engine has of its stack.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::engine::Engine;
use crate::support::process::{self, Finished};

/// A folder for a spec, `stack.toml`, and an engine for its stack. With the value ends all that the engine
/// has of the stack.
pub(crate) struct Place<'e> {
    pub(crate) engine: &'e Engine,
    /// The stack's Compose project.
    pub(crate) project: String,
    folder: TempDir,
}

impl<'e> Place<'e> {
    /// An empty folder. No other test may have a stack of this name on this engine.
    pub(crate) fn new(engine: &'e Engine, project: &str) -> Self {
        // Removed with the engine's when the tests are killed.
        let folder = tempfile::tempdir_in(engine.folder()).expect("the engine's own folder");
        Self { engine, project: project.to_owned(), folder }
    }

    /// Where the spec is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the spec.
    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).expect("the place's own folder");
    }

    /// Writes a secret file as users are told to: readable for all, in a folder that only its owner can
    /// enter.
    pub(crate) fn secret(&self, name: &str, text: &str) {
        let folder = self.path().join("secrets");
        fs::create_dir_all(&folder).expect("the place's own folder");
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        set(&folder, 0o700).expect("the place's own folder");
        fs::write(folder.join(name), text).expect("the place's own folder");
        set(&folder.join(name), 0o444).expect("the place's own file");
    }

    /// Replaces a part of the spec.
    ///
    /// # Panics
    ///
    /// If it is not there.
    #[track_caller]
    pub(crate) fn change_spec(&self, part: &str, by: &str) {
        let spec = fs::read_to_string(self.path().join("stack.toml")).expect("it was written");
        assert!(spec.contains(part), "the spec has no {part}");
        self.write("stack.toml", &spec.replace(part, by));
    }

    /// The real `stackgen` as a command, in the spec's folder and with this engine, to be started by the
    /// caller: to send it a signal, or to read along.
    pub(crate) fn stackgen_command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
        command.env_clear().env("LANG", "C").current_dir(self.path());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        self.engine.at(&mut command);
        command
    }

    /// Runs the real `stackgen` to its end.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn stackgen<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Finished {
        process::run(self.stackgen_command().args(args), b"")
            .unwrap_or_else(|error| panic!("stackgen cannot be run: {error}"))
    }

    /// The stack's containers, by service: what `docker inspect` says of each, in order of their names.
    #[track_caller]
    pub(crate) fn containers(&self) -> Vec<(String, Value)> {
        let mut all: Vec<(String, Value)> = self
            .engine
            .of_project("container", &self.project)
            .iter()
            .map(|id| {
                let said = self.engine.docker(["inspect", id]);
                let inspected: Value = serde_json::from_str(&said.stdout)
                    .unwrap_or_else(|error| panic!("{error}: {said}"));
                let labels = &inspected[0]["Config"]["Labels"];
                let service = labels["com.docker.compose.service"].as_str().unwrap_or_default();
                (service.to_owned(), inspected[0].clone())
            })
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.engine.remove_project(&self.project);
    }
}
