//! An engine that runs.

use std::ffi::OsStr;
use std::net::Ipv4Addr;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, io};

use super::keeper::Keeper;
use super::programs::Programs;
use super::source::{self, Source};
use crate::support::process::{self, Finished};
use crate::support::skip;
use crate::support::tools::{self, set};

/// How long an engine may take to answer; one that was killed first ends what it left running.
const PATIENCE: Duration = Duration::from_secs(90);

/// A Docker engine. With the value end the engine and all its containers, and nothing of it is left.
pub(crate) struct Engine {
    keeper: Mutex<Keeper>,
    folder: PathBuf,
    programs: Programs,
}

impl Engine {
    /// Starts one with all images, in a network of its own.
    ///
    /// # Errors
    ///
    /// Why there can be none here.
    ///
    /// # Panics
    ///
    /// If there is one, and it refuses an image.
    #[track_caller]
    pub(crate) fn start() -> Result<Self, String> {
        skip::start_record();
        // Said before anything is fetched in vain. A process's own folder belongs to its user.
        if fs::metadata("/proc/self").map_or(true, |own| own.uid() != 0) {
            return Err("only root may start one".to_owned());
        }
        let programs = Programs::provide()?;
        let images = source::all()?;
        // Whoever enters the engine's network can fetch nothing any more. What cannot be had is said by
        // the test that needs it.
        tools::provide_all();
        for set in [&set::SKOPEO, &set::MARIADB, &set::NGINX] {
            let _ = set.root();
        }
        let keeper = Keeper::start(&programs.path)?;
        let folder = keeper.folder().to_owned();
        fs::create_dir(folder.join("home")).map_err(|error| error.to_string())?;
        let engine = Self { keeper: Mutex::new(keeper), folder, programs };
        engine.tell("start");
        engine.answers()?;
        engine.get(&images).unwrap_or_else(|why| panic!("an image is not taken: {why}"));
        Ok(engine)
    }

    /// Moves the calling thread into the engine's network: there are the ports that containers publish,
    /// and the containers themselves. Threads and processes that it starts from now on are there as well.
    ///
    /// # Panics
    ///
    /// If the kernel forbids it.
    #[track_caller]
    pub(crate) fn enter(&self) {
        let entered = self.keeper().network().enter();
        entered.unwrap_or_else(|error| panic!("the engine's network cannot be entered: {error}"));
    }

    /// Where it listens, as `DOCKER_HOST` says it.
    pub(crate) fn socket(&self) -> String {
        format!("unix://{}", self.folder.join("docker.sock").display())
    }

    /// Where it keeps its data, as a path of this machine.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The address, for containers of every network, of those who have entered the engine's network.
    #[expect(clippy::unused_self, reason = "each engine has it, in its own network")]
    pub(crate) fn host(&self) -> Ipv4Addr {
        // `keeper.sh` gives it to the engine's own bridge.
        Ipv4Addr::new(172, 17, 0, 1)
    }

    /// Lets a command know this engine, and nothing of the user's.
    pub(crate) fn at<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let home = self.folder.join("home");
        command.env("DOCKER_HOST", self.socket()).env("DOCKER_CONFIG", &home).env("HOME", home);
        command.env_remove("DOCKER_CONTEXT").env_remove("XDG_RUNTIME_DIR")
    }

    /// The `docker` command, to be started by the caller.
    pub(crate) fn client(&self) -> Command {
        let mut command = Command::new(&self.programs.client);
        self.at(&mut command);
        command
    }

    /// Runs the `docker` command to its end.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn docker<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Finished {
        process::run(self.client().args(args), b"")
            .unwrap_or_else(|error| panic!("docker cannot be run: {error}"))
    }

    /// Kills the engine as a crash would: its containers run on.
    pub(crate) fn kill(&self) {
        self.tell("kill");
    }

    /// Ends the engine in good order, and its containers.
    pub(crate) fn stop(&self) {
        self.tell("stop");
    }

    /// Starts the engine again after [`Engine::kill`] or [`Engine::stop`], and waits until it answers.
    ///
    /// # Panics
    ///
    /// If it does not.
    #[track_caller]
    pub(crate) fn start_again(&self) {
        self.tell("start");
        self.answers().unwrap_or_else(|why| panic!("the engine does not start again: {why}"));
    }

    /// The ids of a Compose project's things of a kind: `container`, `network` or `volume`.
    #[track_caller]
    pub(crate) fn of_project(&self, kind: &str, project: &str) -> Vec<String> {
        let listed = self.list(kind, project).expect("docker can be run");
        assert!(listed.succeeded(), "{listed}");
        listed.stdout.lines().map(str::to_owned).collect()
    }

    fn list(&self, kind: &str, project: &str) -> io::Result<Finished> {
        let mut command = self.client();
        command.args([kind, "ls", "--quiet"]);
        command.arg(format!("--filter=label=com.docker.compose.project={project}"));
        if kind == "container" {
            command.arg("--all");
        }
        process::run(&mut command, b"")
    }

    /// Removes all that there is of a Compose project. For the end of tests, also of those that failed:
    /// an engine that is gone has nothing to remove.
    pub(crate) fn remove_project(&self, project: &str) {
        for (kind, remove) in [
            ("container", &["rm", "--force", "--volumes"][..]),
            ("network", &["rm"][..]),
            ("volume", &["rm", "--force"][..]),
        ] {
            let Ok(listed) = self.list(kind, project) else { continue };
            let ids: Vec<&str> = listed.stdout.lines().collect();
            if !ids.is_empty() {
                let _ = process::run(self.client().arg(kind).args(remove).args(ids), b"");
            }
        }
    }

    /// The last lines of what the engine wrote.
    pub(crate) fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.join("docker.log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(10).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn tell(&self, command: &str) {
        let told = self.keeper().tell(command);
        told.unwrap_or_else(|error| panic!("`{command}` to the engine's keeper: {error}"));
    }

    fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answers(&self) -> Result<(), String> {
        let started = Instant::now();
        loop {
            let asked =
                process::run(self.client().args(["version", "--format={{.Server.Version}}"]), b"")
                    .map_err(|error| error.to_string())?;
            if asked.succeeded() {
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                return Err(format!("dockerd does not answer; it says: {}", self.log()));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Gets images, two at a time.
    fn get(&self, images: &[Source]) -> Result<(), String> {
        let left = Mutex::new(images.iter());
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
        thread::scope(|scope| {
            let worker = || -> Result<(), String> {
                while let Some(image) = next() {
                    image.put_into(self)?;
                }
                Ok(())
            };
            let workers = [scope.spawn(worker), scope.spawn(worker)];
            workers.into_iter().try_for_each(|worker| worker.join().expect("it does not panic"))
        })
    }

    /// The folder with everything of the engine.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}
