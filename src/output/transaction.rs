//! From the old tree to the new one: stage, note, rename, tidy.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{make_folders, remove_empty_folder, remove_file, set_mode};
use super::made::Made;
use super::node::is_folder;
use super::staging::{Staged, Staging};
use super::{Change, Error, Node, Plan, State, journal, manifest, mode};
use crate::value::OWN_FOLDER;
use crate::value::RelPath;

/// One run that writes, under the lock.
#[derive(Debug)]
pub(super) struct Transaction<'p> {
    plan: &'p Plan<'p>,
    /// `.stackgen` in the output folder.
    own: PathBuf,
    staging: Staging,
    made: Made,
}

/// Everything that is going to be renamed.
struct Ready<'p> {
    files: Vec<(&'p RelPath, Staged)>,
    manifest: Staged,
}

impl<'p> Transaction<'p> {
    /// A run that carries out `plan`, and has made some folders already.
    pub(super) fn new(plan: &'p Plan<'p>, made: Made) -> Self {
        let own = plan.dir.join(OWN_FOLDER);
        Self { plan, staging: Staging::new(&own), own, made }
    }

    /// Does all of it. What was done when an error is returned is told by the error's variant.
    pub(super) fn run(mut self) -> Result<(), Error> {
        if let Err((path, source)) = self.open_up() {
            self.undo();
            return Err(Error::Stage { path, source });
        }
        if self.plan.has_drift() || !self.plan.has_current_manifest() {
            let ready = match self.prepare() {
                Ok(ready) => ready,
                Err((path, source)) => {
                    self.undo();
                    return Err(Error::Stage { path, source });
                }
            };
            self.replace(&ready)?;
        }
        self.tidy()
    }

    /// Lets containers read what holds the right content and has too few permission bits. Fails with
    /// the path that could not be changed.
    fn open_up(&self) -> Result<(), (PathBuf, io::Error)> {
        for closed in &self.plan.closed {
            let path = self.plan.dir.join(&closed.path);
            set_mode(&path, mode::opened(closed.node, closed.mode))
                .map_err(|error| (path, error))?;
        }
        Ok(())
    }

    /// Everything that can fail without any harm done: writes all new contents, puts the journal in
    /// place, makes the folders. Fails with the path that could not be written.
    fn prepare(&mut self) -> Result<Ready<'p>, (PathBuf, io::Error)> {
        let Self { plan, own, staging, made } = self;
        let dir = plan.dir.as_path();
        make_folders(dir, own, &mut made.folders).map_err(|error| (own.clone(), error))?;
        staging.open().map_err(|error| (own.join(super::staging::NAME), error))?;

        let mut files = Vec::new();
        for change in plan.changes().filter(|it| it.state != State::Unchanged) {
            let Change { path, new: Some(new), mode, .. } = change else { continue };
            let bits = mode.map(|mode| mode::opened(Node::File, mode));
            let staged = staging.write(new, bits).map_err(|error| (path.within(dir), error))?;
            files.push((path, staged));
        }
        let at = own.join(manifest::NAME);
        let manifest = staging.write(&plan.manifest().to_json(), None);
        let manifest = manifest.map_err(|error| (at, error))?;

        if plan.has_drift() {
            let at = own.join(journal::NAME);
            let journal = staging.write(&plan.journal().to_json(), None);
            journal.and_then(|it| it.rename(&at)).map_err(|error| (at, error))?;
        }
        // After the journal, so that the folders are not forgotten if this run is killed.
        for folder in
            files.iter().filter_map(|(path, _)| path.folders().next_back()).collect::<BTreeSet<_>>()
        {
            let at = dir.join(folder);
            make_folders(dir, &at, &mut made.folders).map_err(|error| (at, error))?;
        }
        Ok(Ready { files, manifest })
    }

    /// Renames every file into place, the manifest last.
    fn replace(&self, ready: &Ready<'_>) -> Result<(), Error> {
        let dir = self.plan.dir.as_path();
        let paths = ready.files.iter().map(|(path, staged)| (path.within(dir), staged));
        let manifest = (self.own.join(manifest::NAME), &ready.manifest);
        for (done, (path, staged)) in paths.chain([manifest]).enumerate() {
            if let Err(source) = staged.rename(&path) {
                if done == 0 {
                    self.undo();
                } else {
                    self.clear_staging();
                }
                let names = |files: &[(&RelPath, Staged)]| {
                    files.iter().map(|(path, _)| (*path).clone()).collect()
                };
                let (replaced, remaining) = ready.files.split_at(done);
                return Err(Error::Replace {
                    path,
                    source,
                    replaced: names(replaced),
                    remaining: names(remaining),
                });
            }
        }
        Ok(())
    }

    /// Removes stale files, folders that became empty, and the traces of this and of killed runs.
    fn tidy(&self) -> Result<(), Error> {
        let dir = self.plan.dir.as_path();
        let stale: Vec<_> = self.plan.changes().filter(|it| it.state == State::Remove).collect();
        for (done, change) in stale.iter().enumerate() {
            let path = change.path.within(dir);
            if let Err(source) = remove_file(&path) {
                self.clear_staging();
                let remaining = stale[done..].iter().map(|it| it.path.clone()).collect();
                return Err(Error::Remove { path, source, remaining });
            }
        }
        let gone = stale.iter().map(|it| &it.path).chain(&self.plan.vanished);
        let folders: BTreeSet<_> = gone.flat_map(|path| real_folders(dir, path)).collect();
        // Inner folders sort behind the outer ones.
        for folder in folders.iter().rev() {
            let path = dir.join(folder);
            match remove_empty_folder(&path) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                Err(source) => {
                    self.clear_staging();
                    return Err(Error::Remove { path, source, remaining: Vec::new() });
                }
                Ok(()) => {}
            }
        }
        let journal = self.own.join(journal::NAME);
        let unnoted = self.staging.remove().and_then(|()| remove_file(&journal));
        unnoted.map_err(|source| Error::Remove { path: journal, source, remaining: Vec::new() })
    }

    /// Makes the disk as it was before the first rename, as far as the disk lets us.
    fn undo(&self) {
        self.clear_staging();
        if self.plan.record.journal.is_none() {
            // If it stays, it only says that contents nobody has written would be stackgen's own.
            let _stays = remove_file(&self.own.join(journal::NAME));
        }
        self.made.undo();
    }

    fn clear_staging(&self) {
        // The next run that writes tries again.
        let _left_over = self.staging.remove();
    }
}

/// The folders on the way to `path` that are there and are no links.
fn real_folders<'a>(dir: &Path, path: &'a RelPath) -> impl Iterator<Item = &'a str> {
    path.folders().take_while(move |folder| is_folder(&dir.join(folder)))
}
