//! What a run did, or would do.

use serde::Serialize;

use super::{Plan, State};
use crate::value::RelPath;

/// The files of a plan by what happens to them, each list in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// New files.
    pub created: Vec<RelPath>,
    /// Files that stackgen wrote earlier, with a new content.
    pub updated: Vec<RelPath>,
    /// Files that stackgen wrote earlier and that are no longer rendered.
    pub removed: Vec<RelPath>,
    /// Files that are as they should be, and were not touched.
    pub unchanged: Vec<RelPath>,
    /// Files with a content that stackgen did not write: overwritten if that was asked for.
    pub edited: Vec<RelPath>,
    /// Files that are no longer rendered, but were edited by hand and therefore left in place.
    pub kept: Vec<RelPath>,
}

impl Report {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let mut report = Self::default();
        for change in plan.changes() {
            let list = match change.state {
                State::Create => &mut report.created,
                State::Update => &mut report.updated,
                State::Remove => &mut report.removed,
                State::Unchanged => &mut report.unchanged,
                State::Edited(_) => &mut report.edited,
                State::KeepEdited => &mut report.kept,
            };
            list.push(change.path.clone());
        }
        report
    }

    /// Whether all files are as they should be.
    pub fn is_unchanged(&self) -> bool {
        [&self.created, &self.updated, &self.removed, &self.edited].iter().all(|it| it.is_empty())
    }
}
