//! Waiting until a container works.

use super::trouble::probe_said;
use super::{Engine, Error, Trouble, moment};
use crate::stack::Service;
use bollard::exec::{CreateExecOptions, StartExecResults};
use bollard::models::{ContainerState, ContainerStateStatusEnum, HealthStatusEnum};
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

/// What an answer of the engine says about a container that should work.
#[derive(Debug, PartialEq)]
enum Sign {
    /// Its health check passes.
    Healthy,
    /// It will not work: what happened.
    Failed(String),
    /// It runs since then.
    Runs(String),
    /// It is being started, or started again.
    Starting,
}

/// What the answer says. A program that was started again is judged when it has ended, not in between:
/// it may work this time, and while it runs, the engine knows neither exit code nor reason any more.
fn sign(state: &ContainerState, restarts: i64) -> Sign {
    let status = state.status.unwrap_or(ContainerStateStatusEnum::EMPTY);
    let running = status == ContainerStateStatusEnum::RUNNING;
    let exit_code = state.exit_code.unwrap_or_default();
    let health = state.health.as_ref().and_then(|health| health.status);
    match (status, health) {
        (ContainerStateStatusEnum::EXITED | ContainerStateStatusEnum::DEAD, _) => {
            Sign::Failed(format!("ended with exit code {exit_code}"))
        }
        _ if restarts >= RESTARTS && !running => {
            Sign::Failed(format!("keeps exiting with code {exit_code}"))
        }
        (_, Some(HealthStatusEnum::HEALTHY)) => Sign::Healthy,
        // One that ended is unhealthy as well; how it ends says more.
        (_, Some(HealthStatusEnum::UNHEALTHY)) if restarts == 0 => {
            Sign::Failed("runs, but its health check fails".to_owned())
        }
        _ if running => Sign::Runs(state.started_at.clone().unwrap_or_default()),
        _ => Sign::Starting,
    }
}

/// For how long a program has run: what the engine says, or if the clocks differ, what was seen.
#[derive(Default)]
struct Run {
    since: Option<(String, Instant)>,
}

impl Run {
    fn age(&mut self, started: String) -> Duration {
        let seen = match &self.since {
            Some((same, since)) if *same == started => *since,
            _ => Instant::now(),
        };
        let age = age(&started).max(seen.elapsed());
        self.since = Some((started, seen));
        age
    }
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
        let mut run = Run::default();
        let mut said = None;
        loop {
            let found = self.api.inspect_container(id, None).await?;
            let state = found.state.clone().unwrap_or_default();
            let mut what = "does not run";
            match sign(&state, found.restart_count.unwrap_or_default()) {
                Sign::Healthy => return Ok(()),
                Sign::Failed(what) => {
                    let trouble = self.trouble(service.name.as_str(), &found, what).await;
                    return Err(Unready::Trouble(Box::new(trouble)));
                }
                Sign::Starting => {}
                Sign::Runs(started) => {
                    if let Some(check) = &service.healthcheck {
                        what = "runs, but its health check did not pass in time";
                        let command = check.command.iter().map(ToString::to_string).collect();
                        said = self.output(id, command, check.timeout.into()).await;
                        if matches!(said, Some((0, _))) {
                            return Ok(());
                        }
                    } else {
                        what = "did not stay up long enough in time";
                        if run.age(started) >= STEADY {
                            return Ok(());
                        }
                    }
                }
            }
            if Instant::now() >= deadline {
                let mut trouble =
                    self.trouble(service.name.as_str(), &found, what.to_owned()).await;
                trouble.log.extend(said.map(|(code, text)| probe_said(code, &text)));
                return Err(Unready::Trouble(Box::new(trouble)));
            }
            sleep(PAUSE).await;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: ContainerStateStatusEnum, exit_code: i64, restarts: i64) -> Sign {
        let state = ContainerState {
            status: Some(status),
            exit_code: Some(exit_code),
            started_at: Some("then".to_owned()),
            ..ContainerState::default()
        };
        sign(&state, restarts)
    }

    #[test]
    fn a_program_that_was_started_again_is_judged_by_how_it_ends() {
        use ContainerStateStatusEnum::{EXITED, RESTARTING, RUNNING};
        let keeps = |code| Sign::Failed(format!("keeps exiting with code {code}"));
        assert_eq!(of(RESTARTING, 137, RESTARTS), keeps(137));
        assert_eq!(of(RESTARTING, 137, RESTARTS - 1), Sign::Starting);
        assert_eq!(of(RUNNING, 0, RESTARTS), Sign::Runs("then".to_owned()));
        assert_eq!(of(EXITED, 2, 0), Sign::Failed("ended with exit code 2".to_owned()));
    }
}
