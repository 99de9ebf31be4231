//! `apt-get` with a state, a cache and a list of sources of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::run;
use super::mirror::{Mirror, Suite};

/// An apt-get that reads and writes only below one folder, as any user.
pub(crate) struct Apt {
    folder: PathBuf,
}

impl Apt {
    /// Writes its configuration.
    ///
    /// # Errors
    ///
    /// There is no apt on this machine, or the folder cannot be written.
    pub(crate) fn prepare(folder: &Path, mirror: &Mirror, suite: Suite) -> Result<Self, String> {
        let machine = run(Command::new("apt-config").arg("dump"))?;
        let write = || -> std::io::Result<()> {
            for inner in ["empty", "state/lists/partial", "cache/archives/partial"] {
                fs::create_dir_all(folder.join(inner))?;
            }
            fs::write(folder.join("status"), "")?;
            fs::write(folder.join("archive.sources"), mirror.sources(suite))?;
            fs::write(folder.join("apt.conf"), configuration(folder, &machine))
        };
        write().map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Whether [`Apt::update`] has succeeded here before.
    pub(crate) fn knows_the_archive(&self) -> bool {
        self.folder.join("updated").is_file()
    }

    /// Fetches and verifies the list of what the archive has.
    ///
    /// # Errors
    ///
    /// The archive cannot be reached or its signature does not hold.
    pub(crate) fn update(&self) -> Result<(), String> {
        let mark = self.folder.join("updated");
        let _ = fs::remove_file(&mark);
        // Without this, an archive that cannot be reached is a warning and old lists are kept.
        run(self.get().args(["--error-on=any", "update"]))?;
        fs::write(&mark, "").map_err(|error| format!("{}: {error}", mark.display()))
    }

    /// Fetches packages into a folder; apt verifies them against the signed list.
    ///
    /// # Errors
    ///
    /// The archive has no such package, has it no more, or cannot be reached.
    pub(crate) fn download(&self, packages: &[String], into: &Path) -> Result<(), String> {
        run(self.get().arg("download").args(packages).current_dir(into)).map(drop)
    }

    /// Some packages and all that they depend on, as if nothing were installed.
    ///
    /// # Errors
    ///
    /// The archive has no such package.
    pub(crate) fn with_dependencies(&self, packages: &[&str]) -> Result<Vec<String>, String> {
        let mut command = Command::new("apt-get");
        command.env("APT_CONFIG", self.folder.join("apt.conf"));
        command.args(["--simulate", "--no-install-recommends", "-o", "Debug::NoLocking=true"]);
        let said = run(command.arg("install").args(packages))?;
        // `Inst libc6 (2.43-1 Debian:unstable [amd64])`
        let names = said.lines().filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next());
        Ok(names.map(str::to_owned).collect())
    }

    fn get(&self) -> Command {
        let mut command = Command::new("apt-get");
        command.arg("--quiet=2").env("APT_CONFIG", self.folder.join("apt.conf"));
        command
    }
}

/// The machine's way to the network (`Acquire`: proxies, certificates, retries) and nothing else
/// of its configuration: no pins, and no hooks, which may act on the system.
pub(crate) fn configuration(folder: &Path, machine: &str) -> String {
    // Which indexes to fetch is up to us: one list of packages, no translations, no icons.
    let ours = ["Acquire::IndexTargets", "Acquire::Languages", "Acquire::CompressionTypes"];
    let network: Vec<&str> = machine
        .lines()
        .filter(|line| line.starts_with("Acquire::") && !line.ends_with(" \"\";"))
        .filter(|line| !ours.iter().any(|key| line.starts_with(key)))
        .collect();
    let network = network.join("\n");
    let folder = folder.display();
    format!(
        "{network}\n\
         Acquire::Languages \"none\";\n\
         Dir::State \"{folder}/state\";\n\
         Dir::State::status \"{folder}/status\";\n\
         Dir::Cache \"{folder}/cache\";\n\
         Dir::Etc::sourcelist \"{folder}/archive.sources\";\n\
         Dir::Etc::sourceparts \"{folder}/empty\";\n\
         Dir::Etc::main \"/dev/null\";\n\
         Dir::Etc::parts \"{folder}/empty\";\n\
         Dir::Etc::preferences \"/dev/null\";\n\
         Dir::Etc::preferencesparts \"{folder}/empty\";\n\
         // As root, apt would fetch as a user who may not write here; as a user, this is nothing.\n\
         APT::Sandbox::User \"root\";\n"
    )
}
