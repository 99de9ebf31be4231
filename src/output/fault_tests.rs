//! Every call that changes the disk, made to fail or to be the last one of a killed run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::fault::{Fault, inject};
use super::{Error, FileSet, Force, Origin, Report, apply, plan};
use crate::value::RelPath;

/// A tree on disk: path to content, folders with a `/` at the end.
type Disk = BTreeMap<String, String>;

/// The files that one version of a spec renders.
struct Version {
    name: &'static str,
    files: FileSet,
}

impl Version {
    fn new(name: &'static str, paths: &[&str]) -> Self {
        let mut files = FileSet::new();
        for path in paths {
            // Files in `same/` are the same in all versions.
            let content = if path.starts_with("same/") { "same" } else { name };
            files.insert(RelPath::new(*path).unwrap(), content.into()).unwrap();
        }
        Self { name, files }
    }

    fn apply(&self, dir: &Path) -> Result<Report, Error> {
        let origin = Origin::new("0", self.name, "");
        apply(&plan(dir, &self.files, &origin)?, Force::No)
    }

    /// The disk after this version was rendered, with nothing left over.
    fn disk(&self) -> Disk {
        let mut disk = Disk::new();
        for (path, content) in self.files.iter() {
            disk.extend(path.folders().map(|it| (format!("{it}/"), String::new())));
            disk.insert(path.to_string(), String::from_utf8(content.into()).unwrap());
        }
        disk
    }

    #[track_caller]
    fn assert_is_all_there_is(&self, dir: &Path, context: &str) {
        let mut disk = read(dir);
        assert_eq!(disk.remove(".stackgen/").as_deref(), Some(""), "{context}");
        assert!(disk.remove(".stackgen/manifest.json").is_some(), "{context}");
        assert_eq!(disk, self.disk(), "{context}");
        let origin = Origin::new("0", self.name, "");
        assert!(plan(dir, &self.files, &origin).unwrap().is_current(), "{context}");
    }
}

fn versions() -> [Version; 3] {
    [
        Version::new("A", &["same/x", "both/1", "both/2", "old/deep/3", "old/4"]),
        Version::new("B", &["same/x", "both/1", "both/2", "new/deep/5", "both/6"]),
        Version::new("C", &["same/x", "both/2", "new/7", "other/8"]),
    ]
}

/// Fewer files, for a test that runs with the square of their number.
fn small_versions() -> [Version; 3] {
    [
        Version::new("A", &["both", "old/1"]),
        Version::new("B", &["both", "new/2"]),
        Version::new("C", &["both", "other/3"]),
    ]
}

/// What is in a folder; nothing if there is none.
fn read(dir: &Path) -> Disk {
    fn walk(top: &Path, dir: &Path, disk: &mut Disk) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                disk.insert(name + "/", String::new());
                walk(top, &path, disk);
            } else {
                disk.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut disk = Disk::new();
    if dir.exists() {
        walk(dir, dir, &mut disk);
    }
    disk
}

/// What a run finds.
#[derive(Clone, Copy)]
enum Before<'a> {
    Nothing,
    EmptyFolder,
    Rendered(&'a Version),
}

fn start(before: Before<'_>) -> (TempDir, std::path::PathBuf) {
    // Thousands of renames: in memory where that is possible, since some file systems write out
    // every file that replaces another.
    let temp = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let dir = temp.path().join("outer/out");
    match before {
        Before::Nothing => {}
        Before::EmptyFolder => fs::create_dir_all(&dir).unwrap(),
        Before::Rendered(version) => {
            version.apply(&dir).unwrap();
        }
    }
    (temp, dir)
}

/// Every file holds the content of one of the versions; and nothing is there that none has.
#[track_caller]
fn assert_whole(dir: &Path, versions: &[&Version], context: &str) {
    let known: Vec<_> = versions.iter().map(|it| it.disk()).collect();
    for (path, content) in read(dir).iter().filter(|(path, _)| !path.starts_with(".stackgen/")) {
        assert!(
            known.iter().any(|it| it.get(path) == Some(content)),
            "{context}: {path}: {content}"
        );
    }
}

/// Nothing was left beside the output folder.
#[track_caller]
fn assert_alone(dir: &Path, context: &str) {
    let beside = fs::read_dir(dir.parent().unwrap()).unwrap();
    let names: Vec<_> = beside.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["out"], "{context}");
}

#[test]
fn a_run_killed_anywhere_is_healed_by_the_next() {
    let [a, b, c] = versions();
    for before in [Before::Nothing, Before::EmptyFolder, Before::Rendered(&a)] {
        for next in [&a, &b, &c] {
            for at in 0.. {
                let (_temp, dir) = start(before);
                let (result, died) = inject(at, Fault::Dies, || b.apply(&dir));
                let context = format!("killed at {at}, then {}", next.name);
                assert_eq!(result.is_none(), died, "{context}");
                assert_whole(&dir, &[&a, &b], &context);
                if matches!(before, Before::Nothing) && dir.exists() {
                    b.assert_is_all_there_is(&dir, &context);
                }
                next.apply(&dir).unwrap_or_else(|error| panic!("{context}: {error}"));
                next.assert_is_all_there_is(&dir, &context);
                assert_alone(&dir, &context);
                if !died {
                    assert!(at > 12, "only {at} points were seen");
                    break;
                }
            }
        }
    }
}

#[test]
fn two_runs_killed_in_a_row_are_healed_by_the_next() {
    let [a, b, c] = small_versions();
    for first in 0.. {
        let mut both_finished = false;
        for second in 0.. {
            let (_temp, dir) = start(Before::Rendered(&a));
            let (_, first_died) = inject(first, Fault::Dies, || b.apply(&dir));
            let (result, second_died) = inject(second, Fault::Dies, || c.apply(&dir));
            let context = format!("killed at {first} and {second}");
            if let Some(result) = result {
                result.unwrap_or_else(|error| panic!("{context}: {error}"));
            }
            assert_whole(&dir, &[&a, &b, &c], &context);
            a.apply(&dir).unwrap_or_else(|error| panic!("{context}: {error}"));
            a.assert_is_all_there_is(&dir, &context);
            if !second_died {
                both_finished = !first_died;
                break;
            }
        }
        if both_finished {
            break;
        }
    }
}

#[test]
fn a_call_that_fails_leaves_what_the_error_says() {
    let [a, b, _] = versions();
    for before in [Before::Nothing, Before::EmptyFolder, Before::Rendered(&a)] {
        let mut seen = [0; 3];
        for at in 0.. {
            let (temp, dir) = start(before);
            let untouched = read(temp.path());
            let (result, failed) = inject(at, Fault::Fails, || b.apply(&dir));
            let context = format!("failed at {at}");
            let result = result.expect("nobody dies");
            assert_whole(&dir, &[&a, &b], &context);
            match &result {
                Ok(_) => assert!(!failed, "{context}: kept quiet"),
                Err(Error::Stage { .. }) => {
                    seen[0] += 1;
                    assert_eq!(read(temp.path()), untouched, "{context}");
                }
                Err(Error::Replace { replaced, remaining, .. }) => {
                    seen[1] += 1;
                    if replaced.is_empty() {
                        assert_eq!(read(temp.path()), untouched, "{context}");
                    }
                    let (disk, new) = (read(&dir), b.disk());
                    for path in replaced {
                        assert_eq!(disk.get(path.as_str()), new.get(path.as_str()), "{context}");
                    }
                    for path in remaining {
                        let old = match before {
                            Before::Rendered(old) => old.disk().remove(path.as_str()),
                            _ => None,
                        };
                        assert_eq!(disk.get(path.as_str()), old.as_ref(), "{context}");
                    }
                }
                Err(Error::Remove { remaining, .. }) => {
                    seen[2] += 1;
                    let disk = read(&dir);
                    assert!(b.disk().iter().all(|(path, it)| disk.get(path) == Some(it)));
                    let left = |path: &str| remaining.iter().any(|it| it.as_str() == path);
                    for path in ["old/4", "old/deep/3"] {
                        assert_eq!(disk.contains_key(path), left(path), "{context}");
                    }
                }
                Err(error) => panic!("{context}: {error}"),
            }
            b.apply(&dir).unwrap_or_else(|error| panic!("{context}: {error}"));
            b.assert_is_all_there_is(&dir, &context);
            if !failed {
                break;
            }
        }
        let seen = seen.map(|times| times > 0);
        match before {
            // All at once: nothing is replaced, nothing is stale.
            Before::Nothing => assert_eq!(seen, [true, false, false]),
            _ => assert_eq!(seen, [true, true, true]),
        }
    }
}
