//! Images: whether they are there, and pulling them.

use super::brief::brief;
use super::limits::Limits;
use super::{Engine, Error, Problem};
use crate::value::Image as Reference;
use bollard::auth::DockerCredentials;
use bollard::models::CreateImageInfo;
use bollard::query_parameters::CreateImageOptionsBuilder;
use docker_credential::{CredentialRetrievalError, DockerCredential};
use futures_util::StreamExt as _;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often a pull is tried before it is given up.
const TRIES: u32 = 3;
/// Docker's own registry, as its client's configuration calls it.
const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// An image that the engine has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// What it runs on: `linux/amd64`.
    pub platform: String,
}

/// How far a pull is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// How much has arrived, in bytes.
    pub done: u64,
    /// How much is known to come, in bytes. It grows while layers are found.
    pub total: u64,
}

impl Engine {
    /// An image, if the engine has it.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn image(&self, name: &str) -> Result<Option<Image>, Error> {
        match self.api.inspect_image(name).await.map_err(Error::from) {
            Ok(found) => {
                let os = found.os.unwrap_or_default();
                let platform = format!("{os}/{}", found.architecture.unwrap_or_default());
                Ok(Some(Image { id: found.id.unwrap_or_default(), platform }))
            }
            Err(error) if error.problem == Problem::NotFound => Ok(None),
            Err(error) => Err(error.doing(&format!("cannot inspect the image {name}"))),
        }
    }

    /// Pulls an image, with the credentials that the user's `docker login` left. What can be tried
    /// again is, three times in all.
    ///
    /// # Errors
    /// When it cannot be had; says why and what to do.
    pub async fn pull(&self, image: &Reference, progress: impl Fn(&Progress)) -> Result<(), Error> {
        let mut tries = 1;
        loop {
            let Err(error) = self.pull_once(image, &progress).await else { return Ok(()) };
            let error = explained(image, error);
            if tries == TRIES || !error.help.is_empty() && error.problem != Problem::Unreachable {
                return Err(error);
            }
            tokio::time::sleep(Duration::from_secs(1 << tries)).await;
            tries += 1;
        }
    }

    async fn pull_once(
        &self,
        image: &Reference,
        progress: &impl Fn(&Progress),
    ) -> Result<(), Error> {
        let name = image.to_string();
        let options = CreateImageOptionsBuilder::new().from_image(&name).build();
        let credentials = credentials(image.repository())?;
        let limits = Limits::pull();
        let api = self.stream(limits.clone())?;
        let mut stream = api.create_image(Some(options), None, credentials);
        let mut layers = Layers::default();
        while let Some(info) = stream.next().await {
            limits.taken();
            layers.take(info.map_err(|error| limits.ended(error))?)?;
            progress(&layers.progress());
        }
        Ok(())
    }
}

/// The layers of an image on their way, by id: how much of each has arrived, and how large it is.
#[derive(Debug, Default)]
struct Layers(BTreeMap<String, (u64, u64)>);

impl Layers {
    fn take(&mut self, info: CreateImageInfo) -> Result<(), Error> {
        if let Some(message) = info.error_detail.and_then(|detail| detail.message) {
            return Err(Error::new(Problem::Other, brief(message.trim())));
        }
        let (Some(id), Some(status)) = (info.id, info.status) else { return Ok(()) };
        let detail = info.progress_detail.unwrap_or_default();
        let number = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
        match status.as_str() {
            "Downloading" => {
                let (done, total) = (number(detail.current), number(detail.total));
                let done = done.unwrap_or_default();
                self.0.insert(id, (done, total.unwrap_or_default().max(done)));
            }
            "Download complete" | "Pull complete" => {
                if let Some((done, total)) = self.0.get_mut(&id) {
                    *done = *total;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn progress(&self) -> Progress {
        let add = |sum: Progress, (done, total): &(u64, u64)| Progress {
            done: sum.done + done,
            total: sum.total + total,
        };
        self.0.values().fold(Progress::default(), add)
    }
}

/// What the user's `docker login` left for a registry.
fn credentials(repository: &str) -> Result<Option<DockerCredentials>, Error> {
    let registry = registry(repository);
    match docker_credential::get_credential(registry) {
        Ok(DockerCredential::UsernamePassword(username, password)) => Ok(Some(DockerCredentials {
            username: Some(username),
            password: Some(password),
            serveraddress: Some(registry.to_owned()),
            ..DockerCredentials::default()
        })),
        Ok(DockerCredential::IdentityToken(token)) => Ok(Some(DockerCredentials {
            identitytoken: Some(token),
            serveraddress: Some(registry.to_owned()),
            ..DockerCredentials::default()
        })),
        Err(CredentialRetrievalError::HelperFailure { helper, stderr, .. })
            if !stderr.contains("not found") && !stderr.is_empty() =>
        {
            let why = stderr.trim();
            Err(Error::new(Problem::Other, format!("{helper} gives no credentials: {why}"))
                .help(format!("log in again: docker login {registry}")))
        }
        // Without credentials, what is public can be had.
        Err(_) => Ok(None),
    }
}

/// The registry of a repository, as the client's configuration calls it.
fn registry(repository: &str) -> &str {
    let first = repository.split_once('/').map_or("", |(first, _)| first);
    let is_host = first.contains(['.', ':']) || first == "localhost";
    match first {
        "docker.io" | "index.docker.io" => DOCKER_HUB,
        _ if is_host => first,
        _ => DOCKER_HUB,
    }
}

/// What registries say, in lower case, and what to do about it.
const REFUSALS: &[(&str, &str)] = &[
    ("manifest unknown", "there is no such tag: look at the image's releases"),
    ("manifest for", "there is no such tag: look at the image's releases"),
    ("pull access denied", "check its name; if it is private: docker login REGISTRY"),
    ("unauthorized", "log in to the registry: docker login REGISTRY"),
    ("no basic auth credentials", "log in to the registry: docker login REGISTRY"),
    ("authentication required", "log in to the registry: docker login REGISTRY"),
    ("denied", "this account has no access: docker login REGISTRY with one that has"),
    ("toomanyrequests", "wait some hours, or run `docker login`: the registry limits pulls"),
    ("no space left on device", "free some room: docker system prune"),
    (
        "no matching manifest",
        "the image does not exist for this engine's platform: name another one in the spec",
    ),
    ("invalid reference format", "this is not the name of an image"),
];

/// What cannot be helped by trying again, though it may be by somebody else.
const NETWORK: &[&str] = &[
    "no such host",
    "i/o timeout",
    "connection refused",
    "network is unreachable",
    "deadline exceeded",
    "tls handshake",
];

fn explained(image: &Reference, error: Error) -> Error {
    let said = error.message.to_lowercase();
    let lost = error.problem == Problem::Unreachable;
    let error = error.doing(&format!("cannot pull {image}"));
    // The engine itself does not answer: that says nothing of a registry.
    if lost {
        return error;
    }
    if let Some((_, help)) = REFUSALS.iter().find(|(pattern, _)| said.contains(pattern)) {
        return error.help(help.replace("REGISTRY", registry(image.repository())));
    }
    if NETWORK.iter().any(|pattern| said.contains(pattern)) {
        let error = Error { problem: Problem::Unreachable, ..error };
        return error
            .help("the engine cannot reach the registry: check its network and its proxy settings")
            .help("or load the image yourself (docker load) and run: stackgen up --pull never");
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Scalar as _;
    use bollard::models::{ErrorDetail, ProgressDetail};

    #[test]
    fn registries() {
        assert_eq!(registry("prom/prometheus"), DOCKER_HUB);
        assert_eq!(registry("redis"), DOCKER_HUB);
        assert_eq!(registry("quay.io/a/b"), "quay.io");
        assert_eq!(registry("localhost:5000/b"), "localhost:5000");
    }

    #[test]
    fn layers_add_up() {
        let info = |id: &str, status: &str, current, total| CreateImageInfo {
            id: Some(id.to_owned()),
            status: Some(status.to_owned()),
            progress_detail: Some(ProgressDetail { current, total }),
            error_detail: None,
        };
        let mut layers = Layers::default();
        for one in [
            info("a", "Pulling fs layer", None, None),
            info("a", "Downloading", Some(10), Some(100)),
            info("b", "Downloading", Some(5), Some(50)),
            info("a", "Download complete", None, None),
        ] {
            layers.take(one).unwrap();
        }
        assert_eq!(layers.progress(), Progress { done: 105, total: 150 });
        let detail = ErrorDetail { code: None, message: Some("manifest unknown\n".to_owned()) };
        let wrong = CreateImageInfo { error_detail: Some(detail), ..CreateImageInfo::default() };
        assert_eq!(layers.take(wrong).unwrap_err().message, "manifest unknown");
    }

    #[test]
    fn refusals_say_what_to_do() {
        let image = Reference::parse("quay.io/a/b:1").unwrap();
        let say = |text: &str| explained(&image, Error::new(Problem::Other, text));
        assert_eq!(say("unauthorized: x").help, ["log in to the registry: docker login quay.io"]);
        assert_eq!(say("dial tcp: lookup x: no such host").problem, Problem::Unreachable);
        assert!(say("something new").help.is_empty());
        let lost = Error::new(Problem::Unreachable, "connection refused");
        assert_eq!(explained(&image, lost).help, [""; 0], "no registry has been asked");
    }
}
