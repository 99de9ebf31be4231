//! The secret files that a stack needs: made where any secret will do, asked for where not.

mod advice;
mod blank;
mod git;
mod make;
mod pending;
mod wanted;

pub(super) use blank::has_no_secret;
pub(super) use git::{Git, ask as ask_git};
pub(super) use pending::Pending;
pub(super) use wanted::{folders, unignored};

use super::failure::Failure;
use super::shell::shown;
use crate::docker::Project;
use crate::stack::{SecretFile, Service};
use crate::ui::Screen;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// A secret file and who reads it.
struct Needed<'s> {
    file: &'s SecretFile,
    path: PathBuf,
    /// The numbers of the user and the group that the reading service runs as.
    user: (u32, u32),
    service: &'s str,
}

impl Needed<'_> {
    /// Its path, as the spec names it.
    fn name(&self) -> &str {
        self.file.path.as_str()
    }
}

/// What became of the secret files.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Those that were made just now, or would be, as the spec names them.
    pub(super) made: Vec<String>,
}

/// What is wrong with a secret file.
enum Fault {
    Missing,
    NotAFile,
    Blank,
    Unreadable,
    /// It cannot be looked at, or not be made.
    Io(&'static str, io::Error),
}

/// Sees to it that every secret file is there, has a secret in it and can be read by who needs it. Only if
/// the user has to supply nothing are those made that can be made, if `make`.
///
/// # Errors
/// When something is wrong with one, with the commands that help.
pub(super) fn provide(
    project: &Project<'_>,
    make: bool,
    screen: &Screen,
) -> Result<Secrets, Failure> {
    let all = needed(project);
    let (mut faults, mut lacking) = (Vec::new(), Vec::new());
    for needed in &all {
        match look(needed) {
            Some(Fault::Missing) if needed.file.generated => {
                match make::foresee(needed, &project.spec_folder) {
                    Ok(()) => lacking.push(needed),
                    Err(error) => faults.push((needed, Fault::Io("create", error))),
                }
            }
            Some(fault) => faults.push((needed, fault)),
            None => {}
        }
    }
    if let Some(failure) = failure(&faults, project) {
        return Err(failure);
    }
    let paths: BTreeSet<&Path> = all.iter().map(|needed| needed.path.as_path()).collect();
    let mut secrets = Secrets::default();
    for needed in lacking {
        if make {
            let made = make::make(needed, &paths, &project.spec_folder);
            made.map_err(|error| {
                fault(needed, &Fault::Io("create", error)).note("nothing was started")
            })?;
            screen.note(&format!("created the secret file {}", needed.name()));
        }
        secrets.made.push(needed.name().to_owned());
    }
    if make {
        exposed(&all, project, screen);
    }
    Ok(secrets)
}

fn look(needed: &Needed<'_>) -> Option<Fault> {
    match fs::metadata(&needed.path) {
        Ok(found) if !found.is_file() => Some(Fault::NotAFile),
        Ok(_) if has_no_secret(&needed.path) => Some(Fault::Blank),
        Ok(found) if !readable(&found, needed.user) => Some(Fault::Unreadable),
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Fault::Missing),
        Err(error) => Some(Fault::Io("look at", error)),
    }
}

/// What is wrong with one file, and the command that helps.
fn fault(needed: &Needed<'_>, fault: &Fault) -> Failure {
    let (name, service) = (needed.name(), needed.service);
    let path = shown(&needed.path);
    match fault {
        Fault::Missing => Failure::failed(format!(
            "{service} needs the secret file {name}, which does not exist"
        )),
        Fault::NotAFile => Failure::failed(format!(
            "{name} is not a file, but {service} needs a secret in it"
        ))
        .help(format!("remove it, then create the file: rmdir {path}")),
        Fault::Blank => {
            Failure::failed(format!("{name} is empty, but {service} needs a secret in it")).help(
                format!(
                    "paste the secret, press Enter, then Ctrl-D: install -m 444 /dev/stdin {path}"
                ),
            )
        }
        Fault::Unreadable => Failure::failed(format!(
            "{service} runs as user {}, who cannot read {name}",
            needed.user.0
        ))
        .help(format!(
            "keep it readable for all in a folder that only you can enter: chmod 444 {path} && chmod 700 {}",
            shown(needed.path.parent().unwrap_or(Path::new("/"))),
        )),
        Fault::Io(what, error) => Failure::failed(format!("cannot {what} {name}: {error}")),
    }
}

/// What is wrong with all of them, if anything is.
fn failure(faults: &[(&Needed<'_>, Fault)], project: &Project<'_>) -> Option<Failure> {
    let all = faults.iter().map(|(needed, it)| fault(needed, it));
    let mut failure = all.reduce(Failure::and)?;
    let missing = |(needed, fault): &(&Needed<'_>, Fault)| {
        matches!(fault, Fault::Missing).then(|| needed.path.clone())
    };
    let missing: Vec<PathBuf> = faults.iter().filter_map(missing).collect();
    let missing: Vec<&Path> = missing.iter().map(PathBuf::as_path).collect();
    if !missing.is_empty() {
        failure = failure.help("create each like this: paste the secret, press Enter, then Ctrl-D");
        let commands = advice::creation(&missing, &project.spec_folder).into_iter();
        failure = commands.map(|it| format!("  {it}")).fold(failure, Failure::note);
    }
    Some(failure.note("nothing was started"))
}

/// Says which secret files git would take, or has already.
fn exposed(all: &[Needed<'_>], project: &Project<'_>, screen: &Screen) {
    let (mut taken, mut tracked) = (Vec::new(), Vec::new());
    for needed in all {
        match git::ask(&needed.path) {
            Git::Takes => taken.push(needed),
            Git::Has => tracked.push(needed),
            Git::Ignores | Git::Absent => {}
        }
    }
    for needed in tracked {
        screen.note(&format!(
            "warning: git tracks {}: whoever has the repository has the secret",
            needed.name()
        ));
        screen
            .hint(&format!("replace the secret, and run: git rm --cached {}", shown(&needed.path)));
    }
    let names: Vec<&str> = taken.iter().map(|needed| needed.name()).collect();
    if names.is_empty() {
        return;
    }
    screen.note(&format!("warning: git does not ignore {}", names.join(", ")));
    let mut folders: BTreeMap<Option<&Path>, Vec<&Path>> = BTreeMap::new();
    for needed in &taken {
        folders.entry(needed.path.parent()).or_default().push(&needed.path);
    }
    for files in folders.values() {
        for command in advice::ignoring(files, &project.spec_folder) {
            screen.hint(&command);
        }
    }
}

/// Every secret file once, by path.
fn needed<'s>(project: &Project<'s>) -> Vec<Needed<'s>> {
    let mut all = BTreeMap::new();
    for service in &project.stack.services {
        for file in &service.secrets {
            let path = project.secret(file);
            let (user, service) = (numbers(service), service.name.as_str());
            all.entry(path.clone()).or_insert(Needed { file, path, user, service });
        }
    }
    all.into_values().collect()
}

/// The user and the group of a service: `472:0`. Both are numbers, in the catalogue and so in the stack.
fn numbers(service: &Service) -> (u32, u32) {
    let (user, group) = service.user.split_once(':').unwrap_or((&service.user, ""));
    let user = user.parse().unwrap_or_default();
    (user, group.parse().unwrap_or(user))
}

fn readable(found: &fs::Metadata, (user, group): (u32, u32)) -> bool {
    let mode = found.mode();
    // Without capabilities, root is an ordinary user.
    (found.uid() == user && mode & 0o400 != 0)
        || (found.uid() != user && found.gid() == group && mode & 0o040 != 0)
        || (found.uid() != user && found.gid() != group && mode & 0o004 != 0)
}
