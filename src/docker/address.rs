//! Where the engine is, found as the `docker` command finds it.

use super::{Error, Problem};
use crate::value::hex;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

/// Where an engine is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// A URL: `unix:///var/run/docker.sock`.
    pub url: String,
    /// What says so, for people: `DOCKER_HOST`.
    pub origin: String,
    /// What says that the engine is reached through TLS: `DOCKER_TLS_VERIFY`.
    pub tls: Option<String>,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.url, self.origin)
    }
}

impl Address {
    /// The origin of an address that nobody named.
    pub(super) const USUAL: &str = "the usual place";

    /// Where the `docker` command would look: at `DOCKER_HOST`, at the context that `DOCKER_CONTEXT`
    /// or `docker context use` names, and else at the usual sockets.
    ///
    /// # Errors
    /// When a context is named that there is not.
    pub fn find() -> Result<Self, Error> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(url) = variable("DOCKER_HOST") {
            let tls = "DOCKER_TLS_VERIFY";
            let tls = variable(tls).map(|_| tls.to_owned());
            return Ok(Self { url, origin: "DOCKER_HOST".to_owned(), tls });
        }
        let config = variable("DOCKER_CONFIG").map(PathBuf::from);
        let home = env::home_dir();
        let config = config.or_else(|| Some(home.as_ref()?.join(".docker")));
        let named = variable("DOCKER_CONTEXT").or_else(|| current_context(config.as_deref()?));
        if let Some(name) = named.filter(|name| name != "default") {
            return context(&name, config.as_deref());
        }
        if cfg!(windows) {
            return Ok(Self::usual("npipe:////./pipe/docker_engine".to_owned()));
        }
        let system = PathBuf::from("/var/run/docker.sock");
        let runtime = variable("XDG_RUNTIME_DIR").map(|dir| Path::new(&dir).join("docker.sock"));
        let desktop = home.map(|home| home.join(".docker/run/docker.sock"));
        let sockets = [Some(system.clone()), runtime, desktop];
        let found = sockets.into_iter().flatten().find(|socket| socket.exists());
        Ok(Self::usual(format!("unix://{}", found.unwrap_or(system).display())))
    }

    fn usual(url: String) -> Self {
        Self { url, origin: Self::USUAL.to_owned(), tls: None }
    }
}

fn read_json(path: &Path) -> Option<Json> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The context that `docker context use` chose.
fn current_context(config: &Path) -> Option<String> {
    Some(read_json(&config.join("config.json"))?.get("currentContext")?.as_str()?.to_owned())
}

fn context(name: &str, config: Option<&Path>) -> Result<Address, Error> {
    let digest = hex(Sha256::digest(name));
    // Its certificates, if it has any.
    let tls = config.map(|config| config.join("contexts/tls").join(&digest).join("docker"));
    let url = config.and_then(|config| {
        let meta = read_json(&config.join("contexts/meta").join(digest).join("meta.json"))?;
        Some(meta.get("Endpoints")?.get("docker")?.get("Host")?.as_str()?.to_owned())
    });
    let origin = format!("Docker context `{name}`");
    let tls = tls.filter(|folder| folder.exists()).map(|_| origin.clone());
    url.map(|url| Address { url, origin, tls }).ok_or_else(|| {
        Error::new(Problem::Unreachable, format!("there is no Docker context `{name}`")).help(
            "`docker context ls` lists them; `docker context use default` selects the default",
        )
    })
}
