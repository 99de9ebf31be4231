//! What all verbs that need a Docker engine share.

use super::failure::Failure;
use crate::docker::{Cause, Engine, Error, Problem, Trouble};
use crate::report::Outcome;
use crate::ui::Screen;
use std::future::Future;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The user's Ctrl-C, or a polite request to end.
pub(super) struct Interrupts {
    interrupt: Signal,
    terminate: Signal,
}

/// The user does not want it any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interrupted;

impl Interrupts {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Does something until it is done or the user interrupts it.
    pub(super) async fn unless<T>(
        &mut self,
        work: impl Future<Output = T>,
    ) -> Result<T, Interrupted> {
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Err(Interrupted),
            _ = self.terminate.recv() => Err(Interrupted),
            done = work => Ok(done),
        }
    }
}

/// Runs a verb that talks to the engine.
pub(super) fn run<T>(
    verb: impl AsyncFnOnce(&mut Interrupts) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| Failure::failed(format!("cannot start the event loop: {error}")))?;
    let done = runtime.block_on(async {
        // From here on Ctrl-C ends nothing by itself.
        let mut interrupts = Interrupts::new().map_err(deaf)?;
        verb(&mut interrupts).await
    });
    // What still waits for an answer that nobody wants any more keeps nobody waiting.
    runtime.shutdown_background();
    done
}

/// Why nobody can listen for Ctrl-C.
#[expect(clippy::needless_pass_by_value, reason = "it is for `map_err`")]
pub(super) fn deaf(error: io::Error) -> Failure {
    Failure::failed(format!("cannot listen for Ctrl-C: {error}"))
}

/// Runs a verb that changes nothing, so that an interrupt can end it anywhere.
pub(super) fn run_reading(verb: impl AsyncFnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    run(async |interrupts| interrupts.unless(verb()).await?)
}

impl From<Interrupted> for Failure {
    fn from(Interrupted: Interrupted) -> Self {
        Self::said(Outcome::Interrupted)
    }
}

/// Connects to the engine.
pub(super) async fn connect(screen: &Screen) -> Result<Engine, Failure> {
    let engine = Engine::connect().await?;
    let (version, interface) = engine.version();
    screen.detail(&format!(
        "engine: {version} (API {interface}, {}) at {}",
        engine.platform(),
        engine.address()
    ));
    Ok(engine)
}

/// Says what it means that the engine is on another host.
pub(super) fn warn_elsewhere(engine: &Engine, screen: &Screen) {
    if engine.is_elsewhere() {
        screen.note(&format!(
            "warning: the Docker engine at {} is on another host: containers mount the rendered files and secrets from that host's disk, and the connection is not encrypted",
            engine.address()
        ));
        screen.hint("run stackgen on that host, or keep the same files there under the same paths");
    }
}

/// What went wrong with the engine.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        refused(&error, None)
    }
}

/// The same, if more is known of the cause than the engine knows.
pub(super) fn refused(error: &Error, known: Option<Cause>) -> Failure {
    let code = match error.problem {
        Problem::Unreachable => "engine-unreachable",
        Problem::Denied => "engine-denied",
        Problem::NotFound | Problem::Conflict | Problem::Other => "engine",
    };
    let mut failure = Failure::failed(error.to_string()).code(code);
    if let Some(cause) = known.or_else(|| error.cause()) {
        failure = failure.cause(&cause);
    }
    error.help.iter().fold(failure, Failure::help)
}

/// What is wrong with a container, and why, if more is known of the cause than the engine knows.
pub(super) fn trouble(trouble: &Trouble, known: Option<&Cause>) -> Failure {
    let Trouble { service, what, log, .. } = trouble;
    let failure =
        Failure::failed(format!("{service} {what}")).code("service").service(service, log);
    match known.or(trouble.cause.as_ref()) {
        Some(cause) => failure.cause(cause),
        None => failure.help(format!(
            "keep it to inspect it: `stackgen up --no-rollback`, then `stackgen logs {service}`; if it is only slow, give it longer: --timeout"
        )),
    }
}
