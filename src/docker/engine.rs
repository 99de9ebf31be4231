use super::limits::Limits;
use super::transport::Place;
use super::unreachable::{Failure, TLS, unreachable};
use super::whole::UnderWay;
use super::{Address, Error, Problem};
use bollard::{API_DEFAULT_VERSION, Docker};
use std::time::Duration;

/// How long it may take to hear anything at all.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// A Docker engine that answered.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) api: Docker,
    place: Place,
    address: Address,
    platform: String,
    version: String,
    interface: String,
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
        let failed = |failure: &Failure| unreachable(&address, failure);
        if let Some(failure) = Failure::foreseen(&address) {
            return Err(failed(&failure));
        }
        let place = place(&address)?;
        let refused = |error| failed(&Failure::of(&error));
        let api = place.client(API_DEFAULT_VERSION, None).map_err(refused)?;
        let greeting = async {
            let api = api.negotiate_version().await?;
            let version = api.version().await?;
            Ok((api, version))
        };
        let greeting = tokio::time::timeout(FIRST_ANSWER, greeting).await;
        let (api, version) = greeting.map_err(|_| failed(&Failure::Silent))?.map_err(refused)?;
        let Some(interface) = version.api_version else {
            let said = "an answer that is not a Docker engine's".to_owned();
            return Err(failed(&Failure::Foreign(said)));
        };
        let os = version.os.unwrap_or_default();
        let platform = format!("{os}/{}", version.arch.unwrap_or_default());
        let version = version.version.unwrap_or_default();
        let under_way = UnderWay::none();
        Ok(Self { api, place, address, platform, version, interface, under_way })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What it runs on: `linux/amd64`.
    pub fn platform(&self) -> &str {
        &self.platform
    }

    /// Its version, `28.1.1`, and the newest version of its interface, `1.49`.
    pub fn version(&self) -> (&str, &str) {
        (&self.version, &self.interface)
    }

    /// The same engine, for an answer that comes in parts.
    pub(super) fn stream(&self, limits: Limits) -> Result<Docker, Error> {
        Ok(self.place.client(&self.api.client_version(), Some(limits))?)
    }

    /// Whether it is on another host, as far as its address says.
    pub fn is_elsewhere(&self) -> bool {
        self.place.is_elsewhere()
    }

    /// Whether it is reached through a socket of this machine, so that the paths of this machine's
    /// files may be its own.
    pub fn is_local(&self) -> bool {
        self.address.socket().is_some()
    }
}

fn place(address: &Address) -> Result<Place, Error> {
    let url = &address.url;
    let refused = |why: &str| {
        Error::new(
            Problem::Unreachable,
            format!("the Docker engine at {address} cannot be used: {why}"),
        )
    };
    let forward = |error: Error| {
        error
            .help("forward its socket: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock USER@HOST")
            .help("then run: export DOCKER_HOST=unix:///tmp/docker.sock")
    };
    if url.starts_with("ssh://") || url.starts_with("https://") {
        return Err(forward(refused(TLS)));
    }
    if let Some(origin) = address.tls.as_deref().filter(|_| address.socket().is_none()) {
        // Without it, whoever is on the way could read and change everything.
        return Err(forward(refused(&format!("{origin} asks for TLS, but {TLS}"))));
    }
    Place::of(address).ok_or_else(|| {
        refused("it is not an address such as unix:///var/run/docker.sock")
            .help("to use the engine in the usual place: unset DOCKER_HOST")
    })
}
