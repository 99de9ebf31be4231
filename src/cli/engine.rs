//! What all verbs that need a Docker engine share.

use super::exit::Exit;
use crate::docker::{Cause, Engine, Error, Problem, Trouble};
use crate::report::Failure;
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
pub(super) fn run(
    screen: &Screen,
    verb: impl AsyncFnOnce(&mut Interrupts) -> Result<Exit, Exit>,
) -> Exit {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            screen.failed(&format!("cannot start the event loop: {error}"));
            return Exit::Failed;
        }
    };
    let exit = runtime.block_on(async {
        // From here on Ctrl-C ends nothing by itself.
        match Interrupts::new() {
            Ok(mut interrupts) => match verb(&mut interrupts).await {
                Ok(exit) | Err(exit) => exit,
            },
            Err(error) => {
                screen.failed(&format!("cannot listen for Ctrl-C: {error}"));
                Exit::Failed
            }
        }
    });
    // What still waits for an answer that nobody wants any more keeps nobody waiting.
    runtime.shutdown_background();
    exit
}

/// Runs a verb that changes nothing, so that an interrupt can end it anywhere.
pub(super) fn run_reading(screen: &Screen, verb: impl AsyncFnOnce() -> Result<Exit, Exit>) -> Exit {
    run(screen, async |interrupts| match interrupts.unless(verb()).await {
        Ok(result) => result,
        Err(Interrupted) => Err(Exit::Interrupted),
    })
}

/// Connects to the engine.
pub(super) async fn connect(screen: &Screen) -> Result<Engine, Exit> {
    let engine = Engine::connect().await.map_err(|error| engine_error(&error, screen))?;
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

/// Says what went wrong with the engine.
pub(super) fn engine_error(error: &Error, screen: &Screen) -> Exit {
    refused(error, None, screen)
}

/// The same, if more is known of the cause than the engine knows.
pub(super) fn refused(error: &Error, known: Option<Cause>, screen: &Screen) -> Exit {
    let code = match error.problem {
        Problem::Unreachable => "engine-unreachable",
        Problem::Denied => "engine-denied",
        Problem::NotFound | Problem::Conflict | Problem::Other => "engine",
    };
    screen.failure(Failure::new(error.to_string()).code(code));
    if let Some(cause) = known.or_else(|| error.cause()) {
        say_cause(&cause, screen);
    }
    for help in &error.help {
        screen.hint(help);
    }
    Exit::Failed
}

/// Says what is wrong with a container, and why, if more is known of the cause than the engine knows.
pub(super) fn trouble(trouble: &Trouble, known: Option<&Cause>, screen: &Screen) {
    let failure = Failure::new(format!("{} {}", trouble.service, trouble.what)).code("service");
    let (service, log) = (Some(trouble.service.clone()), trouble.log.clone());
    screen.failure(Failure { service, log, ..failure });
    if trouble.log.is_empty() {
        screen.note("  it printed nothing");
    } else {
        screen.note("  the end of its log:");
    }
    for line in &trouble.log {
        screen.note(&format!("  | {line}"));
    }
    match known.or(trouble.cause.as_ref()) {
        Some(cause) => say_cause(cause, screen),
        None => screen.hint(&format!(
            "keep it to inspect it: `stackgen up --no-rollback`, then `stackgen logs {}`; if it is only slow, give it longer: --timeout",
            trouble.service
        )),
    }
}

fn say_cause(cause: &Cause, screen: &Screen) {
    screen.about_failure(|failure| failure.cause = Some(cause.what.clone()));
    screen.note(&format!("likely cause: {}", cause.what));
    screen.hint(&cause.help);
}
