//! The real programs that tests run, provisioned on first use.
//!
//! ```ignore
//! let Some(promtool) = tools::promtool() else { return };
//! let checked = promtool.run_in(folder, ["check", "config", "prometheus.yml"]);
//! assert!(checked.succeeded(), "{checked}");
//! ```
//!
//! Where a program comes from, first that will do:
//!
//! 1. the file that its variable names ([`program::Program::variable`], `STACKGEN_TEST_PROMTOOL`),
//! 2. `PATH`, if the version there is new enough,
//! 3. Debian's unstable suite, unpacked below `target/tools/` without touching the system and
//!    without root ([`debian`]); from then on without the network ([`store`]).
//!
//! A program that cannot be had skips the test that needs it ([`super::skip`]); under `CI=true`
//! it fails it.

pub(crate) mod program;

pub(crate) mod apt;
pub(crate) mod debian;
pub(crate) mod find;
pub(crate) mod mirror;
pub(crate) mod set;
pub(crate) mod store;
pub(crate) mod version;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::process::{self, Finished};
use super::skip;
use program::Program;
pub(crate) use version::Version;

/// A real program, there and new enough.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    /// What it is called upstream.
    pub(crate) name: &'static str,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it says its version is.
    pub(crate) version: Version,
}

impl Tool {
    /// The program as a command, to be started by the caller, in an environment that knows nothing
    /// of the user's: only `PATH` is kept, and `HOME` is `folder`, where it also starts.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.env_clear().env("HOME", folder).env("LANG", "C").current_dir(folder);
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }

    /// Runs the program to its end inside `folder`.
    ///
    /// # Panics
    ///
    /// If it cannot be started or does not end within two minutes.
    #[track_caller]
    pub(crate) fn run_in<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        args: impl IntoIterator<Item = A>,
    ) -> Finished {
        process::run(self.command(folder).args(args), b"")
            .unwrap_or_else(|error| panic!("{} cannot be run: {error}", self.path.display()))
    }
}

/// Each program is looked for once per test process; threads that come meanwhile wait.
macro_rules! tools {
    ($($(#[$doc:meta])+ $name:ident = $program:ident;)+) => {
        $(
            $(#[$doc])+
            ///
            /// Nothing where it cannot be had; that the test is skipped has then been said already.
            #[must_use]
            #[track_caller]
            pub(crate) fn $name() -> Option<&'static Tool> {
                needed(&program::$program, found::$name())
            }
        )+

        /// Looks for all of them, and fetches those that are missing: for whoever is about to lose the
        /// network. What cannot be had is said when a test needs it.
        pub(crate) fn provide_all() {
            $(let _ = found::$name();)+
        }

        mod found {
            use super::{OnceLock, Tool, find, program};

            $(
                pub(super) fn $name() -> &'static Result<Tool, String> {
                    static FOUND: OnceLock<Result<Tool, String>> = OnceLock::new();
                    FOUND.get_or_init(|| find::find(&program::$program))
                }
            )+
        }
    };
}

tools! {
    /// Checks and unit-tests Prometheus's files.
    promtool = PROMTOOL;
    /// Prometheus itself.
    prometheus = PROMETHEUS;
    /// Checks Alertmanager's file, asks and tells a running one.
    amtool = AMTOOL;
    /// Alertmanager itself.
    alertmanager = ALERTMANAGER;
    /// Docker Compose, to be run by itself: `docker-compose config -q`.
    docker_compose = DOCKER_COMPOSE;
    /// Caddy, the reverse proxy.
    caddy = CADDY;
    /// The blackbox exporter.
    blackbox_exporter = BLACKBOX_EXPORTER;
    /// The node exporter.
    node_exporter = NODE_EXPORTER;
    /// The PostgreSQL exporter.
    postgres_exporter = POSTGRES_EXPORTER;
    /// The Redis exporter.
    redis_exporter = REDIS_EXPORTER;
    /// The exporter of MySQL and MariaDB.
    mysqld_exporter = MYSQLD_EXPORTER;
    /// A registry of images.
    docker_registry = DOCKER_REGISTRY;
}

#[track_caller]
fn needed(
    program: &'static Program,
    found: &'static Result<Tool, String>,
) -> Option<&'static Tool> {
    skip::start_record();
    match found {
        Ok(tool) => Some(tool),
        Err(why) => {
            let how = format!(
                "put {} {} or newer on PATH, or name it with {}=/path/to/{}",
                program.name, program.minimum, program.variable, program.name
            );
            skip::skip(&format!("needs {}", program.name), why, &how);
            None
        }
    }
}
