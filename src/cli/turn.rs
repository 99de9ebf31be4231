//! One run at a time changes a stack.

use super::engine::{Interrupted, Interrupts};
use super::failure::Failure;
use super::remembered;
use super::tree::Wanted;
use crate::docker::{Engine, Project, Seen};
use crate::ui::Screen;
use std::fs::{File, TryLockError};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// How often it is tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// The file in `.stackgen` that is there while the engine is asked for changes. If it is there before, the
/// last run was killed, and the engine may still be busy with what it was asked for.
const MARK: &str = "changing";

/// The right to change a stack's containers, until it is dropped or the process ends.
#[derive(Debug)]
pub(super) struct Turn {
    _folder: File,
    output: PathBuf,
    /// Whether the last run was killed while it changed the stack.
    pub(super) after_a_kill: bool,
}

impl Turn {
    /// Notes that the engine is asked for changes from now on. Without an output folder, nothing is noted.
    pub(super) fn begin(&self) {
        // If the disk does not let us, a kill is not noticed, and the next run may have to be repeated.
        let _unnoticed = remembered::own(&self.output).and_then(|own| own.create(MARK, b""));
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // If it stays, the next run waits a second for nothing.
        let _stays = remembered::own(&self.output).and_then(|own| own.remove(MARK));
    }
}

/// Waits until no other run changes the stack of this spec.
///
/// # Errors
/// When the user does not want to wait, or the folder cannot be locked.
pub(super) async fn take(
    wanted: &Wanted,
    interrupts: &mut Interrupts,
    screen: &Screen,
) -> Result<Turn, Failure> {
    let folder = place(wanted).map_err(|error| failed(wanted, &error))?;
    let mut said = false;
    loop {
        match folder.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(failed(wanted, &error)),
            Err(TryLockError::WouldBlock) if said => {}
            Err(TryLockError::WouldBlock) => {
                said = true;
                screen.note("waiting for another stackgen that is changing a stack of this folder");
            }
        }
        if let Err(Interrupted) = interrupts.unless(tokio::time::sleep(PAUSE)).await {
            return Err(Failure::interrupted("interrupted; nothing was changed"));
        }
    }
    let own = remembered::own(&wanted.dir).ok();
    let after_a_kill = own.is_some_and(|own| matches!(own.look(MARK), Ok(Some(_))));
    Ok(Turn { _folder: folder, output: wanted.dir.clone(), after_a_kill })
}

/// What the engine has of a project. After a kill, it is given the time to do what it was asked for.
pub(super) async fn look(
    turn: Option<&Turn>,
    engine: &Engine,
    project: &Project<'_>,
    screen: &Screen,
) -> Result<Seen, Failure> {
    let seen = if turn.is_some_and(|turn| turn.after_a_kill) {
        screen.note("the last run was killed: waiting for what the engine is still doing");
        engine.look_when_quiet(&project.home()).await
    } else {
        engine.look(&project.home()).await
    };
    Ok(seen?)
}

/// What is locked: the spec's folder, which is there before the first run. The output folder has a lock of its
/// own, taken while it is written; where both are the same folder, the one in it is locked.
fn place(wanted: &Wanted) -> io::Result<File> {
    let spec = wanted.loaded.folder.canonicalize()?;
    if wanted.dir.canonicalize().is_ok_and(|output| output == spec) {
        let own: PathBuf = spec.join(".stackgen");
        match std::fs::create_dir(&own) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => return File::open(own),
        }
    }
    File::open(spec)
}

fn failed(wanted: &Wanted, error: &io::Error) -> Failure {
    Failure::failed(format!("cannot lock {}: {error}", wanted.loaded.folder.display()))
}
