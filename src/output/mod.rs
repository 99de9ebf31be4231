//! Files in memory, and the same files on disk: the only code of stackgen that writes rendered
//! files.
//!
//! [`plan()`] compares a [`FileSet`] with an output folder and writes nothing; [`apply()`] makes the
//! folder hold what the plan says.
//!
//! ```
//! use stackgen::output::{FileSet, Force, Origin, apply, plan};
//! use stackgen::value::RelPath;
//!
//! let dir = tempfile::tempdir()?;
//! let mut files = FileSet::new();
//! files.insert(RelPath::new("prometheus/prometheus.yml")?, b"scrape_configs: []\n".to_vec())?;
//! let origin = Origin::new("0.1.0", "sha256 of the spec", "digest of the other inputs");
//!
//! let first = plan(dir.path(), &files, &origin)?;
//! assert_eq!(first.diff().to_string().lines().next(), Some("--- /dev/null"));
//! assert_eq!(apply(&first, Force::No)?.created.len(), 1);
//! assert!(plan(dir.path(), &files, &origin)?.is_current());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is promised
//!
//! * **All at once.** An output folder that is not there yet is filled beside its place, as
//!   `.monitoring.stackgen` for `monitoring`, and then renamed: it appears with all files or not at
//!   all. What a kill leaves of it is removed by the next run that writes.
//! * **Never torn.** In a folder that is there, every file is written in full under `.stackgen/staging`, measured, and renamed
//!   into place. Whatever fails before the first rename (a full disk, a quota, a read-only folder)
//!   leaves the tree as it was. After a kill at any point each file is wholly old or wholly new.
//! * **Heals.** Before the first rename, `.stackgen/pending.json` says what is about to be put in
//!   place. A later run therefore knows the files of a killed one as stackgen's own, whatever spec
//!   it renders, and never takes them for hand edits.
//! * **Hand edits are safe.** A file whose content stackgen did not write is overwritten only with
//!   [`Force::Yes`], and only if it still holds what the plan saw. A file that is no longer rendered
//!   is removed only if stackgen wrote its content.
//! * **Stays inside.** Symbolic links, folders, fifos and devices in place of an output file or of
//!   one of its folders are refused. The output folder itself may be a symbolic link: whether the
//!   user means that is the caller's to know.
//! * **Believes nothing.** Every file is compared with what is rendered. What the manifest says of it
//!   only decides whether another content is taken for a hand edit.
//! * **Readable.** Containers read the files as users of their own. New files have mode 0644 and new
//!   folders 0755, whatever the umask; bits that are missing from existing ones are added.
//! * **Line endings are no edit.** Files are written with `\n`. One that git or an editor converted
//!   is written again, without being asked for.
//! * **One writer.** The output folder is locked (`flock`) while it is written. The lock is on the
//!   folder itself, so there is no lock file to leave behind.
//! * **Idle when idle.** Files that hold the right bytes are not touched. If nothing changed,
//!   nothing at all is written.
//!
//! # What is not promised
//!
//! Files are not synced one by one: the promises hold for failures and kills, not for a power cut.
//!
//! Between a check and the write that follows it, another program could swap a folder for a link:
//! stackgen is safe from what it finds (a hostile checkout), not from somebody who races with it and
//! may write to the folder.
//!
//! A replaced file is a new inode: it keeps the permission bits that it had, but not its owner, extended
//! attributes or hard links.

mod apply;
mod beside;
mod change;
mod closed;
mod diff;
mod disk;
mod error;
mod file_set;
mod fill;
mod foreign;
mod journal;
mod lock;
mod made;
mod manifest;
mod mode;
mod node;
mod obstacle;
mod origin;
mod plan;
mod record;
mod remedy;
mod report;
mod sha256;
mod snapshot;
mod staging;
mod transaction;
mod tree;

#[cfg(test)]
mod fault;
#[cfg(test)]
mod fault_tests;

pub use apply::{apply, refused};
pub use change::{Change, Edit, State};
pub use closed::Closed;
pub use diff::{Diff, unified};
pub use error::{Error, ErrorKind};
pub use file_set::{Conflict, FileSet};
pub use fill::Force;
pub use foreign::foreign;
pub use node::Node;
pub use obstacle::Obstacle;
pub use origin::Origin;
pub use plan::{Plan, plan};
pub use report::Report;
pub use sha256::Sha256;
pub use snapshot::Snapshot;
