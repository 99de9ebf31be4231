use super::whole::UnderWay;
use super::{Address, Error, Problem};
use bollard::{API_DEFAULT_VERSION, Docker};
use std::time::Duration;

/// How long a single request may take, in seconds. Stopping a container may take minutes.
const TIMEOUT: u64 = 600;
/// How long it may take to hear anything at all.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// A Docker engine that answered.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) api: Docker,
    address: Address,
    platform: String,
    pub(super) under_way: UnderWay,
}

impl Engine {
    /// Connects to the engine that the `docker` command would use, and agrees with it on a version of
    /// the interface.
    ///
    /// # Errors
    /// When there is none, or none that lets us in; says how to have one.
    pub async fn connect() -> Result<Self, Error> {
        Self::at(Address::find()?).await
    }

    /// Connects to the engine at an address.
    ///
    /// # Errors
    /// When there is none, or none that lets us in; says how to have one.
    pub async fn at(address: Address) -> Result<Self, Error> {
        let api = client(&address)?;
        let greeting = tokio::time::timeout(FIRST_ANSWER, api.negotiate_version()).await;
        match greeting {
            Ok(Ok(api)) => {
                let version = api.version().await?;
                let os = version.os.unwrap_or_default();
                let platform = format!("{os}/{}", version.arch.unwrap_or_default());
                Ok(Self { api, address, platform, under_way: UnderWay::none() })
            }
            Ok(Err(error)) => Err(unreachable(&address, &Error::from(error).message)),
            Err(_) => Err(unreachable(&address, "it does not answer within 10 seconds")),
        }
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What it runs on: `linux/amd64`.
    pub fn platform(&self) -> &str {
        &self.platform
    }

    /// Whether it is reached through a socket of this machine, so that the paths of this machine's
    /// files may be its own.
    pub fn is_local(&self) -> bool {
        self.address.url.starts_with("unix://") || self.address.url.starts_with("npipe://")
    }
}

fn client(address: &Address) -> Result<Docker, Error> {
    let url = &address.url;
    let refused = |why: &str| {
        Error::new(
            Problem::Unreachable,
            format!("the Docker engine at {address} cannot be used: {why}"),
        )
    };
    if url.starts_with("ssh://") || url.starts_with("https://") {
        return Err(refused("stackgen speaks to engines by socket, pipe or plain TCP only")
            .help("forward its socket: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock USER@HOST")
            .help("and run: DOCKER_HOST=unix:///tmp/docker.sock stackgen up"));
    }
    let made = match url.split_once("://") {
        Some(("unix" | "npipe", _)) => {
            Docker::connect_with_local(url, TIMEOUT, API_DEFAULT_VERSION)
        }
        Some(("tcp" | "http", _)) => Docker::connect_with_http(url, TIMEOUT, API_DEFAULT_VERSION),
        _ => return Err(refused("this is no address such as unix:///var/run/docker.sock")),
    };
    made.map_err(|error| unreachable(address, &Error::from(error).message))
}

fn unreachable(address: &Address, why: &str) -> Error {
    let error =
        Error::new(Problem::Unreachable, format!("no Docker engine answers at {address}: {why}"));
    if why.contains("ermission denied") {
        return error
            .help("add yourself to the group of the socket: sudo usermod -aG docker $USER")
            .help("and log in again; members of that group are as mighty as root");
    }
    error
        .help("start Docker: `sudo systemctl start docker`, or Docker Desktop")
        .help("or say where it is: DOCKER_HOST=unix:///run/user/1000/docker.sock")
}
