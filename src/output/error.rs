//! Why a folder cannot be planned or written.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::remedy::remedy;
use super::{Edit, Obstacle};
use crate::value::RelPath;

/// Why [`plan`](super::plan()) or [`apply`](super::apply()) stopped. Its text names the path, the cause,
/// the state of the tree and the way out, over several lines where there are several paths.
#[derive(Debug)]
pub enum Error {
    /// Hand edits would be lost. Nothing was changed.
    Edited {
        /// The output folder.
        dir: PathBuf,
        /// The files, and whose work they hold.
        files: Vec<(RelPath, Edit)>,
    },
    /// Files were edited after the plan that was to be forced. Nothing was changed.
    EditedMeanwhile {
        /// The output folder.
        dir: PathBuf,
        /// The files.
        files: Vec<RelPath>,
    },
    /// Links, pipes, folders, ... where files or folders have to be. Nothing was changed.
    Obstructed {
        /// The output folder.
        dir: PathBuf,
        /// All that is in the way.
        obstacles: Vec<Obstacle>,
    },
    /// The output folder is something else. Nothing was changed.
    NotAFolder {
        /// The output folder.
        dir: PathBuf,
    },
    /// The manifest is broken, or not stackgen's. Nothing was changed.
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it, as half a sentence.
        reason: String,
    },
    /// Another run is writing to the folder. Nothing was changed.
    Busy {
        /// The output folder.
        dir: PathBuf,
    },
    /// The folder cannot be locked. Nothing was changed.
    Lock {
        /// The output folder.
        dir: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Something cannot be read. Nothing was changed.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A new content could not be written. Nothing was changed.
    Stage {
        /// The file that it was for.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A new content could not be put in place. The next run goes on from there.
    Replace {
        /// The file that could not be replaced.
        path: PathBuf,
        /// The cause.
        source: io::Error,
        /// The files that hold the new content.
        replaced: Vec<RelPath>,
        /// The files that hold the old one.
        remaining: Vec<RelPath>,
    },
    /// All new contents are in place, but something stale cannot be removed. The next run tries again.
    Remove {
        /// What cannot be removed.
        path: PathBuf,
        /// The cause.
        source: io::Error,
        /// The stale files that are still there.
        remaining: Vec<RelPath>,
    },
}

/// The two ways in which there is no output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// stackgen refuses: the answer is no.
    Refused,
    /// The environment failed: the disk, permissions, another process, what is found in the folder.
    Failed,
}

impl Error {
    /// Whether stackgen refuses, or the environment failed.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Edited { .. } | Self::EditedMeanwhile { .. } => ErrorKind::Refused,
            _ => ErrorKind::Failed,
        }
    }
}

const NOTHING: &str = "Nothing was changed.";

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { dir, files } => {
                writeln!(f, "{} contains changes that stackgen did not write:", dir.display())?;
                for (path, edit) in files {
                    writeln!(f, "  {path} ({})", describe(*edit))?;
                }
                write!(
                    f,
                    "{NOTHING} Move what you want to keep into the spec, or overwrite these files \
                     with `--force`."
                )
            }
            Self::EditedMeanwhile { dir, files } => {
                writeln!(
                    f,
                    "in {} these files changed while stackgen was running:",
                    dir.display()
                )?;
                list(f, files)?;
                write!(f, "{NOTHING} Look at the new differences, then run the same command again.")
            }
            Self::Obstructed { dir, obstacles } => {
                writeln!(f, "cannot write to {}:", dir.display())?;
                for obstacle in obstacles {
                    writeln!(f, "  {obstacle}")?;
                }
                write!(
                    f,
                    "{NOTHING} stackgen writes only plain files in plain folders: move these out of \
                     the way, or choose another output folder with `-o`."
                )
            }
            Self::NotAFolder { dir } => write!(
                f,
                "{} is not a folder. {NOTHING} Move it out of the way, or choose another output \
                 folder with `-o`.",
                dir.display()
            ),
            Self::Manifest { path, reason } => write!(
                f,
                "{} is not a manifest that stackgen can use: {reason}. {NOTHING} Restore it from \
                 version control; or delete it and render again: files that hold what is rendered \
                 are accepted, and all others are shown as edited.",
                path.display()
            ),
            Self::Busy { dir } => write!(
                f,
                "another stackgen is writing to {}. {NOTHING} Run the same command again when it has finished.",
                dir.display()
            ),
            Self::Lock { dir, source } => write!(
                f,
                "cannot lock {}: {source}. {NOTHING} Without a lock, two runs at the same time \
                 could mix their files: render to a folder on another file system with `-o`, and \
                 copy it.",
                dir.display()
            ),
            Self::Read { path, source } => {
                write!(f, "cannot read {}: {source}. {NOTHING} {}", path.display(), remedy(source))
            }
            Self::Stage { path, source } => {
                write!(f, "cannot write {}: {source}. {NOTHING} {}", path.display(), remedy(source))
            }
            Self::Replace { path, source, replaced, remaining } => {
                writeln!(f, "cannot replace {}: {source}.", path.display())?;
                if replaced.is_empty() {
                    return write!(f, "{NOTHING} {}", remedy(source));
                }
                writeln!(f, "These files are new already:")?;
                list(f, replaced)?;
                if !remaining.is_empty() {
                    writeln!(f, "These files are still old:")?;
                    list(f, remaining)?;
                }
                write!(
                    f,
                    "Every file is whole, and the next run continues from here. {}",
                    remedy(source)
                )
            }
            Self::Remove { path, source, remaining } => {
                writeln!(
                    f,
                    "all files are written, but {} cannot be removed: {source}.",
                    path.display()
                )?;
                if !remaining.is_empty() {
                    writeln!(f, "These files are no longer rendered, but still there:")?;
                    list(f, remaining)?;
                }
                write!(f, "The next run tries again. {}", remedy(source))
            }
        }
    }
}

fn describe(edit: Edit) -> &'static str {
    match edit {
        Edit::ByHand => "edited by hand",
        Edit::Foreign => "not written by stackgen",
    }
}

fn list(f: &mut fmt::Formatter<'_>, files: &[RelPath]) -> fmt::Result {
    files.iter().try_for_each(|path| writeln!(f, "  {path}"))
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Lock { source, .. }
            | Self::Read { source, .. }
            | Self::Stage { source, .. }
            | Self::Replace { source, .. }
            | Self::Remove { source, .. } => Some(source),
            _ => None,
        }
    }
}
