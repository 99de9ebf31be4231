//! From a plan to the folder that it is for, under the folder's lock.

use super::disk::make_folders;
use super::lock::Lock;
use super::made::Made;
use super::transaction::Transaction;
use super::{Change, Error, Plan, Report, plan};
use crate::value::RelPath;

/// How often the output folder is made and locked when another run removes it in between.
const ATTEMPTS: usize = 5;

/// Whether hand edits may be overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// Refuse if there are any.
    No,
    /// Overwrite those that the plan shows.
    Yes,
}

/// Carries out a plan in its folder, file by file. The folder stays locked as long as the lock is there.
pub(super) fn fill(plan: &Plan<'_>, force: Force) -> Result<(Report, Lock), Error> {
    let mut made = Made::default();
    let lock = match lock(plan, &mut made) {
        Ok(lock) => lock,
        // The other run may be about to write to the folder that this one has just made.
        Err(error @ Error::Busy { .. }) => return Err(error),
        Err(error) => {
            made.undo();
            return Err(error);
        }
    };
    let found = match self::plan(&plan.dir, plan.files, plan.origin) {
        Ok(found) => found,
        Err(error) => {
            made.undo();
            return Err(error);
        }
    };
    refuse_edits(plan, &found, force)?;
    if !found.is_current() {
        Transaction::new(&found, made).run()?;
    }
    Ok((found.report(), lock))
}

fn lock(plan: &Plan<'_>, made: &mut Made) -> Result<Lock, Error> {
    for _ in 0..ATTEMPTS {
        make_folders(&plan.dir, &plan.dir, &mut made.folders)
            .map_err(|source| Error::Stage { path: plan.dir.clone(), source })?;
        if let Some(lock) = Lock::take(&plan.dir)? {
            return Ok(lock);
        }
    }
    Err(Error::Busy { dir: plan.dir.clone() })
}

/// Refuses if an edit was found that must not be overwritten: with force, one that `shown` does
/// not have.
pub(super) fn refuse_edits(shown: &Plan<'_>, found: &Plan<'_>, force: Force) -> Result<(), Error> {
    let dir = found.dir.clone();
    match force {
        Force::No => {
            let files: Vec<_> = found.edited().map(paths_and_edits).collect();
            if files.is_empty() { Ok(()) } else { Err(Error::Edited { dir, files }) }
        }
        Force::Yes => {
            let was_shown = |edit: &Change<'_>| {
                shown.edited().any(|it| it.path == edit.path && it.old == edit.old)
            };
            let files: Vec<RelPath> =
                found.edited().filter(|it| !was_shown(it)).map(|it| it.path.clone()).collect();
            if files.is_empty() { Ok(()) } else { Err(Error::EditedMeanwhile { dir, files }) }
        }
    }
}

fn paths_and_edits(change: &Change<'_>) -> (RelPath, super::Edit) {
    let super::State::Edited(edit) = change.state else {
        unreachable!("Plan::edited yields only edited files")
    };
    (change.path.clone(), edit)
}
