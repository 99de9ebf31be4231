//! The rendered files on their way to the disk, for every verb that writes them.

use super::edits;
use super::failure::Failure;
use super::place::folder;
use super::shell::shown;
use super::tree::TreeArgs;
use crate::output::{self, Closed, Force, Plan, Report};
use crate::ui::Screen;

/// Carries out a plan. What would be lost is shown before it is refused.
///
/// # Errors
/// When there are hand edits and `force` is not given, or when the disk refuses.
pub(super) fn files(
    plan: &Plan<'_>,
    force: bool,
    args: &TreeArgs,
    screen: &Screen,
) -> Result<Report, Failure> {
    if !force {
        edits::show(plan, args, screen);
    }
    let force = if force { Force::Yes } else { Force::No };
    let report = output::apply(plan, force)?;
    readable(plan, screen);
    Ok(report)
}

/// Says which files and folders containers can read from now on, and which they still cannot.
fn readable(plan: &Plan<'_>, screen: &Screen) {
    let left = plan.still_closed();
    let opened = plan.closed().len() - left.len();
    if opened > 0 {
        screen.note(&format!("made {opened} of the files and folders readable for containers"));
    }
    let Some(first) = left.first() else { return };
    screen.note(&format!("warning: {}", closed(plan, &left)));
    let path = plan.dir().join(&first.path);
    screen.hint(&format!("only their owner can change that: sudo chmod -R a+rX {}", shown(&path)));
}

/// What containers cannot read, as a sentence.
pub(super) fn closed(plan: &Plan<'_>, closed: &[&Closed]) -> String {
    let Some(first) = closed.first() else { return String::new() };
    let others = match closed.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (dir, mode) = (folder(plan.dir()), first.mode & 0o7777);
    format!("containers cannot read {dir}{} (mode {mode:04o}){others}", first.path)
}
