//! One program of an image, run to its end and removed.

use super::{Engine, Error};
use bollard::models::{
    ContainerCreateBody, HostConfig, Mount, MountType, RestartPolicy, RestartPolicyNameEnum,
};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, LogsOptionsBuilder, RemoveContainerOptionsBuilder,
    WaitContainerOptions,
};
use futures_util::StreamExt as _;
use std::path::PathBuf;

/// What is to be run. It has no network, no capabilities and no right to write anything.
#[derive(Clone, Debug)]
pub struct Once {
    /// The image, which must be there.
    pub image: String,
    /// The user and group it runs as.
    pub user: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// A folder of this machine that it sees, as its working directory.
    pub folder: PathBuf,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// Its exit code.
    pub code: i64,
    /// What it printed, both ways.
    pub said: String,
}

/// A container that has been made, to be removed whatever happens.
#[derive(Clone, Debug)]
pub struct Made {
    id: String,
}

/// Where the container sees the folder.
const INSIDE: &str = "/stackgen";
/// Memory: what promtool needs for a large stack, many times over.
const MEMORY: i64 = 1 << 30;

impl Engine {
    /// Makes the container.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn make(&self, once: Once) -> Result<Made, Error> {
        let api = self.api.clone();
        let options = CreateContainerOptionsBuilder::new().build();
        let body = body(once);
        let made = self.whole(async move { api.create_container(Some(options), body).await }).await;
        let made = made.map_err(|error| Error::from(error).doing("cannot create a container"))?;
        Ok(Made { id: made.id })
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When the engine refuses, or does not answer any more.
    pub async fn run(&self, made: &Made) -> Result<Ran, Error> {
        self.api
            .start_container(&made.id, None::<bollard::query_parameters::StartContainerOptions>)
            .await
            .map_err(|error| Error::from(error).doing("cannot start a container"))?;
        let mut ends = self.api.wait_container(&made.id, None::<WaitContainerOptions>);
        let code = match ends.next().await {
            Some(Ok(end)) => end.status_code,
            // An exit code other than 0 is an error to the library.
            Some(Err(bollard::errors::Error::DockerContainerWaitError { code, .. })) => code,
            Some(Err(error)) => return Err(error.into()),
            None => 0,
        };
        let options = LogsOptionsBuilder::new().stdout(true).stderr(true).tail("all").build();
        let mut logs = self.api.logs(&made.id, Some(options));
        let mut said = Vec::new();
        while let Some(chunk) = logs.next().await {
            said.extend_from_slice(&chunk.map_err(Error::from)?.into_bytes());
        }
        Ok(Ran { code, said: String::from_utf8_lossy(&said).into_owned() })
    }

    /// Removes it, running or not.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn discard(&self, made: Made) -> Result<(), Error> {
        let api = self.api.clone();
        let options = RemoveContainerOptionsBuilder::new().force(true).v(true).build();
        let gone = self.whole(async move { api.remove_container(&made.id, Some(options)).await });
        gone.await.map_err(|error| Error::from(error).doing("cannot remove a container"))
    }
}

fn body(once: Once) -> ContainerCreateBody {
    let mut command = once.command.into_iter();
    let program = command.next();
    let folder = Mount {
        typ: Some(MountType::BIND),
        source: Some(once.folder.display().to_string()),
        target: Some(INSIDE.to_owned()),
        read_only: Some(true),
        ..Mount::default()
    };
    ContainerCreateBody {
        image: Some(once.image),
        user: Some(once.user),
        entrypoint: Some(program.into_iter().collect()),
        cmd: Some(command.collect()),
        working_dir: Some(INSIDE.to_owned()),
        host_config: Some(HostConfig {
            network_mode: Some("none".to_owned()),
            readonly_rootfs: Some(true),
            cap_drop: Some(vec!["ALL".to_owned()]),
            security_opt: Some(vec!["no-new-privileges:true".to_owned()]),
            memory: Some(MEMORY),
            pids_limit: Some(256),
            mounts: Some(vec![folder]),
            // promtool keeps the samples of a test in a folder for temporary files.
            tmpfs: Some([("/tmp".to_owned(), "size=512m".to_owned())].into()),
            restart_policy: Some(RestartPolicy {
                name: Some(RestartPolicyNameEnum::NO),
                ..RestartPolicy::default()
            }),
            ..HostConfig::default()
        }),
        ..ContainerCreateBody::default()
    }
}
