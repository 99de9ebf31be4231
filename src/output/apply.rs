//! Carries out a plan.

use super::fill::{fill, refuse_edits};
use super::node::look;
use super::{Error, Force, Plan, Report, beside};

/// Makes the output folder hold what `plan` says, and says what was done. Writes nothing if
/// [`Plan::is_current`].
///
/// The folder is compared once more under the lock, so the report says what was done to what was
/// found then. A hand edit that was made, or went on, since the plan is never overwritten.
///
/// # Errors
///
/// [`Error::Edited`] and [`Error::EditedMeanwhile`] if hand edits would be lost, [`Error::Busy`] if
/// another run is writing, [`Error::Stage`], [`Error::Replace`] and [`Error::Remove`] if the disk
/// refuses; everything that [`plan()`](super::plan()) returns.
pub fn apply(plan: &Plan<'_>, force: Force) -> Result<Report, Error> {
    if plan.is_current() {
        return Ok(plan.report());
    }
    if matches!(look(&plan.dir), Ok(None)) && beside::create(plan)? {
        return Ok(plan.report());
    }
    beside::clear(&plan.dir);
    fill(plan, force).map(|(report, _lock)| report)
}

/// Whether [`apply()`] would refuse a plan, as hand edits would be lost.
///
/// # Errors
///
/// [`Error::Edited`] if it would.
pub fn refused(plan: &Plan<'_>) -> Result<(), Error> {
    refuse_edits(plan, plan, Force::No)
}
