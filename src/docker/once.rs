//! One program of an image, run to its end and removed.

use super::{Engine, Error, Problem};
use bollard::models::{
    ContainerCreateBody, HostConfig, Mount, MountType, RestartPolicy, RestartPolicyNameEnum,
};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, LogsOptionsBuilder, RemoveContainerOptionsBuilder,
    StartContainerOptions, WaitContainerOptions,
};
use futures_util::StreamExt as _;
use std::path::PathBuf;

/// What is to be run. It has no network, no capabilities and no right to write anything.
#[derive(Clone, Debug)]
pub struct Once {
    /// The container's name, which nothing else has.
    pub name: String,
    /// The image, which must be there.
    pub image: String,
    /// The user and group it runs as.
    pub user: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// A folder of this machine that it sees, as its working directory.
    pub folder: PathBuf,
    /// Whether SELinux would keep the folder from it.
    pub selinux: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// Its exit code.
    pub code: i64,
    /// What it printed, both ways.
    pub said: String,
}

/// Where the container sees the folder.
const INSIDE: &str = "/stackgen";
/// What is kept of what it prints, in bytes.
const MOST_SAID: usize = 1 << 20;
/// Memory: what promtool needs for a large stack, many times over.
const MEMORY: i64 = 1 << 30;

impl Engine {
    /// Runs a program to its end. The container is still there afterwards, also if this is dropped
    /// before: see [`discard`](Self::discard).
    ///
    /// # Errors
    /// When the engine refuses, or does not answer any more.
    pub async fn run_once(&self, once: Once) -> Result<Ran, Error> {
        let api = self.api.clone();
        let name = once.name.clone();
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let body = body(once);
        let made = self.whole(async move { api.create_container(Some(options), body).await }).await;
        made.map_err(|error| Error::from(error).doing("cannot create a container"))?;
        let (api, id) = (self.api.clone(), name.clone());
        let started = self
            .whole(async move { api.start_container(&id, None::<StartContainerOptions>).await });
        started.await.map_err(|error| Error::from(error).doing("cannot start a container"))?;
        let mut ends = self.api.wait_container(&name, None::<WaitContainerOptions>);
        let code = match ends.next().await {
            Some(Ok(end)) => end.status_code,
            // An exit code other than 0 is an error to the library.
            Some(Err(bollard::errors::Error::DockerContainerWaitError { code, .. })) => code,
            Some(Err(error)) => return Err(error.into()),
            None => return Err(Error::new(Problem::Other, "the engine does not say how it ended")),
        };
        let options = LogsOptionsBuilder::new().stdout(true).stderr(true).tail("all").build();
        let mut logs = self.api.logs(&name, Some(options));
        let mut said = Vec::new();
        while let Some(chunk) = logs.next().await {
            let chunk = chunk.map_err(Error::from)?.into_bytes();
            let left = MOST_SAID - said.len();
            said.extend_from_slice(&chunk[..chunk.len().min(left)]);
            if said.len() == MOST_SAID {
                break;
            }
        }
        Ok(Ran { code, said: String::from_utf8_lossy(&said).into_owned() })
    }

    /// Removes the container of a name, running or not. It need not be there.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn discard(&self, name: &str) -> Result<(), Error> {
        // It may be on its way.
        self.settled().await;
        let (api, name) = (self.api.clone(), name.to_owned());
        let options = RemoveContainerOptionsBuilder::new().force(true).v(true).build();
        let gone = self.whole(async move { api.remove_container(&name, Some(options)).await });
        match gone.await.map_err(Error::from) {
            Err(error) if error.problem != Problem::NotFound => {
                Err(error.doing("cannot remove a container"))
            }
            _ => Ok(()),
        }
    }
}

fn body(once: Once) -> ContainerCreateBody {
    let mut security = vec!["no-new-privileges:true".to_owned()];
    security.extend(once.selinux.then(|| "label=disable".to_owned()));
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
            security_opt: Some(security),
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
