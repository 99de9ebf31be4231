//! Where the programs of an engine come from.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::{env, process};

use crate::support::tools::set;

/// Which engine the tests start; the newest without it.
pub(crate) const VARIABLE: &str = "STACKGEN_TEST_ENGINE";

/// An engine's programs.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    /// The folders to look for them in, in order, as `PATH` has them.
    pub(crate) path: String,
    /// The `docker` command.
    pub(crate) client: PathBuf,
}

impl Programs {
    /// Provisions the engine that the variable asks for.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    ///
    /// # Panics
    ///
    /// If the variable asks for one that there is not: quietly testing with another would mislead.
    pub(crate) fn provide() -> Result<Self, String> {
        let wanted = env::var(VARIABLE).unwrap_or_default();
        let engine = match wanted.as_str() {
            "" | "newest" => &set::ENGINE,
            "20.10" => &set::ENGINE_20_10,
            other => panic!("{VARIABLE}={other}: there are `newest` and `20.10`"),
        };
        let (engine, runtime) = (engine.root()?, set::RUNTIME.root()?);
        let iptables = iptables(&runtime)?;
        // Only what is left of the engine's own: its package has a runc as well, or needs another libc.
        let folders =
            [iptables, engine.join("usr/sbin"), engine.join("usr/bin"), runtime.join("usr/sbin")];
        let path = env::join_paths(folders).map_err(|error| error.to_string())?;
        let path = path.into_string().map_err(|path| format!("{} is no text", path.display()))?;
        Ok(Self { path, client: set::CLIENT.root()?.join("usr/bin/docker") })
    }
}

/// A folder with an `iptables` that finds its libraries where they were unpacked.
fn iptables(runtime: &Path) -> Result<PathBuf, String> {
    let folder = runtime.join("bin");
    let place = || -> std::io::Result<()> {
        let libraries = fs::read_dir(runtime.join("usr/lib"))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.join("xtables").is_dir())
            .ok_or_else(|| std::io::Error::other("the package of iptables has no xtables"))?;
        let (libraries, program) =
            (libraries.display(), runtime.join("usr/sbin/xtables-nft-multi"));
        let script = format!(
            "#!/bin/sh\nexport LD_LIBRARY_PATH='{libraries}' XTABLES_LIBDIR='{libraries}/xtables'\n\
             exec '{}' iptables \"$@\"\n",
            program.display()
        );
        if fs::read_to_string(folder.join("iptables")).is_ok_and(|old| old == script) {
            return Ok(());
        }
        fs::create_dir_all(&folder)?;
        let new = folder.join(format!("new-{}", process::id()));
        fs::write(&new, script)?;
        fs::set_permissions(&new, fs::Permissions::from_mode(0o755))?;
        fs::rename(&new, folder.join("iptables"))
    };
    place().map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}
