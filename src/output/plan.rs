//! Compares the rendered files with the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::change::Old;
use super::closed::Closed;
use super::journal::Journal;
use super::manifest::Manifest;
use super::node::look;
use super::record::Record;
use super::sha256::Sha256;
use super::tree::{Content, Place, Tree};
use super::{Change, Diff, Edit, Error, FileSet, Node, Origin, Report, State, mode};
use crate::value::RelPath;
use crate::value::unix_lines;

/// How often a plan is made anew because another run changed the folder meanwhile.
const ATTEMPTS: usize = 5;

/// What has to happen for an output folder to hold a set of files. Making one writes nothing.
#[derive(Debug)]
pub struct Plan<'a> {
    pub(super) dir: PathBuf,
    pub(super) files: &'a FileSet,
    pub(super) origin: &'a Origin,
    pub(super) changes: Vec<Change<'a>>,
    /// Paths that stackgen wrote to once, that are no longer rendered, and where no file is.
    pub(super) vanished: Vec<RelPath>,
    /// Folders, and files with the right content, that containers cannot read.
    pub(super) closed: Vec<Closed>,
    pub(super) record: Record,
}

/// Compares `files` with the output folder `dir`, which need not exist.
///
/// # Errors
///
/// [`Error::Obstructed`] if something other than a file or folder is in the way of an output file,
/// [`Error::Manifest`] if the manifest is none, [`Error::Read`] if something cannot be read.
pub fn plan<'a>(dir: &Path, files: &'a FileSet, origin: &'a Origin) -> Result<Plan<'a>, Error> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    check_is_folder(dir)?;
    let mut record = Record::load(dir)?;
    for _ in 1..ATTEMPTS {
        let plan = compare(dir, files, origin, record)?;
        if plan.edited().next().is_none() {
            return Ok(plan);
        }
        // What looks like a hand edit may be the work of a run that began after the record was read.
        record = Record::load(dir)?;
        if record == plan.record {
            return Ok(plan);
        }
    }
    compare(dir, files, origin, record)
}

fn check_is_folder(dir: &Path) -> Result<(), Error> {
    match dir.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(Error::NotAFolder { dir: dir.into() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::Read { path: dir.into(), source }),
    }
}

fn compare<'a>(
    dir: &Path,
    files: &'a FileSet,
    origin: &'a Origin,
    record: Record,
) -> Result<Plan<'a>, Error> {
    let mut tree = Tree::new(dir);
    let mut changes = Vec::with_capacity(files.len());
    let mut obstacles = Vec::new();
    for (path, new) in files.iter() {
        match tree.locate(path)? {
            Place::Free => changes.push(created(path, new)),
            Place::File { len, mode } => changes.push(match tree.read(path, len, new.len())? {
                Content::Gone => created(path, new),
                Content::Bytes(old) => rendered(&record, path, old, new, mode),
                Content::TooLong => edited(&record, path, Old::Opaque(len), new, mode),
            }),
            Place::Blocked(obstacle) if obstacles.contains(&obstacle) => {}
            Place::Blocked(obstacle) => obstacles.push(obstacle),
        }
    }
    if !obstacles.is_empty() {
        return Err(Error::Obstructed { dir: dir.into(), obstacles });
    }
    let mut closed: Vec<_> = tree.closed_folders().collect();
    closed.extend(changes.iter().filter_map(closed_file));
    let mut vanished = Vec::new();
    for path in record.paths().into_iter().filter(|path| !files.contains(path.as_str())) {
        match stale(&mut tree, &record, path)? {
            Some(change) => changes.push(change),
            None => vanished.push(path.clone()),
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { dir: dir.into(), files, origin, changes, vanished, closed, record })
}

fn created<'a>(path: &RelPath, new: &'a [u8]) -> Change<'a> {
    let path = path.clone();
    Change { path, state: State::Create, old: Old::Absent, new: Some(new), mode: None }
}

/// A file that is as it should be but for its permission bits.
fn closed_file(change: &Change<'_>) -> Option<Closed> {
    let mode = change.mode.filter(|mode| mode::is_closed(Node::File, *mode))?;
    let path = change.path.to_string();
    (change.state == State::Unchanged).then_some(Closed { path, node: Node::File, mode })
}

/// A file that is on disk and is rendered.
fn rendered<'a>(
    record: &Record,
    path: &RelPath,
    old: Vec<u8>,
    new: &'a [u8],
    mode: u32,
) -> Change<'a> {
    let (state, old) = if old == new {
        (State::Unchanged, Old::Same)
    } else if wrote(record, path, &old) || *unix_lines(&old) == *new {
        (State::Update, Old::Bytes(old))
    } else {
        return edited(record, path, Old::Bytes(old), new, mode);
    };
    Change { path: path.clone(), state, old, new: Some(new), mode: Some(mode) }
}

/// Whether stackgen wrote this, whatever git or an editor made of its line endings since.
fn wrote(record: &Record, path: &RelPath, old: &[u8]) -> bool {
    let other = || unix_lines(old);
    record.wrote(path, Sha256::of(old))
        || other().len() != old.len() && record.wrote(path, Sha256::of(&other()))
}

fn edited<'a>(record: &Record, path: &RelPath, old: Old, new: &'a [u8], mode: u32) -> Change<'a> {
    let edit = if record.last(path).is_some() { Edit::ByHand } else { Edit::Foreign };
    let state = State::Edited(edit);
    Change { path: path.clone(), state, old, new: Some(new), mode: Some(mode) }
}

/// A file that stackgen wrote once and that is no longer rendered; `None` if it is gone.
fn stale<'a>(
    tree: &mut Tree<'_>,
    record: &Record,
    path: &RelPath,
) -> Result<Option<Change<'a>>, Error> {
    let (state, old, mode) = match tree.locate(path)? {
        Place::Free => return Ok(None),
        // Somebody else's folder or link: the file that stackgen wrote is not there any more.
        Place::Blocked(obstacle) if obstacle.path != path.as_str() => return Ok(None),
        Place::Blocked(obstacle) if obstacle.found == Node::Folder => return Ok(None),
        Place::Blocked(_) => (State::KeepEdited, Old::Opaque(0), None),
        Place::File { len, mode } => match tree.read(path, len, 0)? {
            Content::Gone => return Ok(None),
            Content::TooLong => (State::KeepEdited, Old::Opaque(len), Some(mode)),
            Content::Bytes(old) if wrote(record, path, &old) => {
                (State::Remove, Old::Bytes(old), Some(mode))
            }
            Content::Bytes(old) => (State::KeepEdited, Old::Bytes(old), Some(mode)),
        },
    };
    Ok(Some(Change { path: path.clone(), state, old, new: None, mode }))
}

impl<'a> Plan<'a> {
    /// The output folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Every file, in the order of the paths.
    pub fn changes(&self) -> impl Iterator<Item = &Change<'a>> {
        self.changes.iter()
    }

    /// The files that only [`Force::Yes`](super::Force::Yes) overwrites.
    pub fn edited(&self) -> impl Iterator<Item = &Change<'a>> {
        self.changes().filter(|it| matches!(it.state, State::Edited(_)))
    }

    /// What containers cannot read although it holds the right content, or although it is a folder.
    /// Carrying out the plan adds the permission bits that are missing.
    pub fn closed(&self) -> &[Closed] {
        &self.closed
    }

    /// What of [`closed`](Self::closed) containers cannot read now: only the owner of a file can change
    /// its permission bits, and not every file system has any.
    pub fn still_closed(&self) -> Vec<&Closed> {
        let is_closed = |closed: &&Closed| {
            let seen = look(&self.dir.join(&closed.path)).ok().flatten();
            seen.is_some_and(|seen| mode::is_closed(seen.node, seen.mode))
        };
        self.closed.iter().filter(is_closed).collect()
    }

    /// Whether the folder holds exactly the rendered files. Permission bits do not count, which git
    /// does not keep. Stale files that were edited by hand do
    /// not count, nor does the manifest.
    pub fn has_drift(&self) -> bool {
        self.changes().any(|it| !matches!(it.state, State::Unchanged | State::KeepEdited))
    }

    /// Whether there is nothing at all to write or to clean up, not even the manifest.
    pub fn is_current(&self) -> bool {
        !self.has_drift()
            && self.closed.is_empty()
            && self.has_current_manifest()
            && !self.has_leftovers()
    }

    /// The unified diff from the disk to the rendered files.
    pub fn diff(&self) -> Diff<'_> {
        Diff::new(self)
    }

    /// The unified diff of what only [`Force::Yes`](super::Force::Yes) overwrites. Line endings do not
    /// count in it.
    pub fn edits(&self) -> Diff<'_> {
        Diff::of_edits(self)
    }

    /// What has to be done, as lists of paths.
    pub fn report(&self) -> Report {
        Report::of(self)
    }

    /// Whether a killed run left something behind.
    pub(super) fn has_leftovers(&self) -> bool {
        self.record.journal.is_some() || self.record.staging
    }

    /// Whether the manifest on disk is the one to be written, given that no file changes. The
    /// digests in it are not computed again: they can only be wrong if somebody wrote them.
    pub(super) fn has_current_manifest(&self) -> bool {
        self.record.manifest.as_ref().is_some_and(|manifest| {
            manifest.origin == *self.origin
                && manifest.files.keys().eq(self.files.paths())
                && manifest.kept == self.kept()
        })
    }

    /// The manifest of the folder once the plan is done.
    pub(super) fn manifest(&self) -> Manifest {
        Manifest::new(self.origin, self.files, self.kept())
    }

    fn kept(&self) -> BTreeMap<RelPath, Sha256> {
        let kept = self.changes().filter(|it| it.state == State::KeepEdited);
        kept.filter_map(|it| Some((it.path.clone(), self.record.last(&it.path)?))).collect()
    }

    /// The journal to put in place before the plan is carried out: for each path, every content that
    /// it may have from now on until the next manifest, other than what the last one says.
    pub(super) fn journal(&self) -> Journal {
        let mut journal = Journal::default();
        for path in &self.vanished {
            // A killed run may have left the folder that it had made for it.
            journal.files.entry(path.clone()).or_default();
        }
        for change in self.changes() {
            if let Some(new) = self.files.digest(change.path.as_str()) {
                journal.note(&change.path, new);
            }
            if let (State::Update | State::Remove, Old::Bytes(old)) = (change.state, &change.old) {
                let old = Sha256::of(old);
                // Removals come after the new manifest, which does not know these files.
                if change.state == State::Remove || self.record.in_journal(&change.path, old) {
                    journal.note(&change.path, old);
                }
            }
        }
        journal
    }
}
