//! Waiting until a container works.

use super::trouble::probe_said;
use super::{Engine, Error, Trouble, moment};
use crate::stack::Service;
use bollard::exec::{CreateExecOptions, StartExecResults};
use bollard::models::{ContainerStateStatusEnum, HealthStatusEnum};
use futures_util::StreamExt as _;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, sleep};

/// How often it is asked.
const PAUSE: Duration = Duration::from_millis(150);
/// How long a container without a health check must run before it counts as working.
const STEADY: Duration = Duration::from_millis(1500);
/// How often it may end before it is given up: a dependency may not have been there at first.
const RESTARTS: i64 = 3;

/// Why a container does not work.
#[derive(Clone, Debug)]
pub enum Unready {
    /// The engine does not say.
    Engine(Error),
    /// It is in trouble.
    Trouble(Box<Trouble>),
}

impl From<Error> for Unready {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<bollard::errors::Error> for Unready {
    fn from(error: bollard::errors::Error) -> Self {
        Self::Engine(error.into())
    }
}

/// For how long something has run that was started then, if this machine's clock is right.
fn age(started: &str) -> Duration {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let started = moment::seconds(started).and_then(|secs| Duration::try_from_secs_f64(secs).ok());
    started.map(|started| now.saturating_sub(started)).unwrap_or_default()
}

impl Engine {
    /// Waits until a service's container works: until its health check passes, or without one, until
    /// it has run for a moment. The engine itself makes the first check only after the interval; here
    /// the same command is run in the container at once, so that nobody waits for the clock.
    ///
    /// # Errors
    /// When it ends again and again, is unhealthy, or does not work before the deadline.
    pub(super) async fn ready(
        &self,
        service: &Service,
        id: &str,
        deadline: Instant,
    ) -> Result<(), Unready> {
        let name = service.name.as_str();
        let mut running_since: Option<(String, Instant)> = None;
        let mut said = None;
        loop {
            let found = self.api.inspect_container(id, None).await?;
            let state = found.state.unwrap_or_default();
            let restarts = found.restart_count.unwrap_or_default();
            let exit_code = state.exit_code.unwrap_or_default();
            let status = state.status.unwrap_or(ContainerStateStatusEnum::EMPTY);
            let health = state.health.and_then(|health| health.status);
            let running = status == ContainerStateStatusEnum::RUNNING;
            if restarts >= RESTARTS {
                let what = format!("keeps exiting with code {exit_code}");
                return Err(self.in_trouble(name, id, what).await);
            }
            if matches!(status, ContainerStateStatusEnum::EXITED | ContainerStateStatusEnum::DEAD) {
                let what = format!("ended with exit code {exit_code}");
                return Err(self.in_trouble(name, id, what).await);
            }
            match health {
                Some(HealthStatusEnum::HEALTHY) => return Ok(()),
                // One that ended is unhealthy as well; how it ends says more.
                Some(HealthStatusEnum::UNHEALTHY) if restarts == 0 => {
                    let what = "runs, but its health check fails".to_owned();
                    return Err(self.in_trouble(name, id, what).await);
                }
                _ => {}
            }
            if running {
                let started = state.started_at.unwrap_or_default();
                let age = age(&started);
                let since = match &running_since {
                    Some((same, since)) if *same == started => *since,
                    _ => running_since.insert((started, Instant::now())).1,
                };
                let works = match &service.healthcheck {
                    Some(check) => {
                        let command = check.command.iter().map(ToString::to_string).collect();
                        let output = self.output(id, command, check.timeout.into()).await;
                        let works = matches!(output, Some((0, _)));
                        said = output;
                        works
                    }
                    None => age.max(since.elapsed()) >= STEADY,
                };
                if works {
                    return Ok(());
                }
            }
            if Instant::now() >= deadline {
                let what = match (running, &service.healthcheck) {
                    (true, Some(_)) => "runs, but its health check did not pass in time",
                    (true, None) => "did not stay up long enough in time",
                    (false, _) => "does not run",
                };
                let mut trouble = self.trouble(name, id, what.to_owned()).await;
                trouble.log.extend(said.map(|(code, text)| probe_said(code, &text)));
                return Err(Unready::Trouble(Box::new(trouble)));
            }
            sleep(PAUSE).await;
        }
    }

    async fn in_trouble(&self, service: &str, id: &str, what: String) -> Unready {
        Unready::Trouble(Box::new(self.trouble(service, id, what).await))
    }

    /// Runs a command in a container: its exit code and what it printed. `None` if it cannot be run,
    /// or does not end in time.
    pub(super) async fn output(
        &self,
        id: &str,
        command: Vec<String>,
        timeout: Duration,
    ) -> Option<(i64, String)> {
        let options = CreateExecOptions {
            cmd: Some(command),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            ..CreateExecOptions::default()
        };
        let run = async {
            let exec = self.api.create_exec(id, options).await.ok()?.id;
            let started = self.api.start_exec(&exec, None).await.ok()?;
            let mut text = String::new();
            if let StartExecResults::Attached { mut output, .. } = started {
                while let Some(Ok(chunk)) = output.next().await {
                    text.push_str(&String::from_utf8_lossy(&chunk.into_bytes()));
                }
            }
            Some((self.api.inspect_exec(&exec).await.ok()?.exit_code?, text))
        };
        tokio::time::timeout(timeout, run).await.ok().flatten()
    }
}
