//! The files that are written: the spec, its schema for editors, and git's list of what it ignores.

use super::edit;
use super::look::{Looked, SPEC};
use super::ports;
use crate::cli::failure::Failure;
use crate::cli::place::folder;
use crate::cli::revise::{SpecFile, Unwritten};
use crate::cli::{load, own_files, secrets, text};
use crate::diag::{Diagnostics, Sources};
use crate::folder::Folder;
use crate::init::{Answers, Spec};
use crate::output;
use crate::pipeline::{self, Input, SpecText};
use crate::schema::{self, Known};
use crate::stack::Stack;
use crate::ui::Screen;
use crate::visible;
use std::io;
use std::path::{Path, PathBuf};

const SCHEMA: &str = "stackgen.schema.json";
const IGNORED: &str = ".gitignore";

/// A file, before and after.
pub(super) struct File {
    /// Its name in the spec's folder.
    pub(super) name: &'static str,
    /// What is in it now, if it is there.
    pub(super) old: Option<String>,
    /// What will be in it.
    pub(super) new: String,
}

/// What is to be written, and the stack that comes out.
pub(super) struct Files {
    /// The spec's folder as the user knows it, and absolute.
    folder: PathBuf,
    absolute: PathBuf,
    /// What changes, the spec last.
    pub(super) changed: Vec<File>,
    /// The stack, if the spec is accepted.
    pub(super) stack: Option<Stack>,
    pub(super) sources: Sources,
    pub(super) diagnostics: Diagnostics,
}

impl Files {
    /// What the answers make of the folder.
    ///
    /// # Errors
    /// When the spec that is there cannot be edited, or a file cannot be read.
    pub(super) fn of(looked: &mut Looked, answers: &Answers) -> Result<Self, Failure> {
        let made = Spec::new(&looked.scene, answers);
        let spec = match &looked.spec {
            Some(text) => edit::extended(text, &looked.scene.known, &made)?,
            None => fitted(made, looked).text(),
        };
        let resolved = resolve(looked, &spec);
        let stack = resolved.stack.filter(|_| !resolved.diagnostics.has_errors());
        let mut changed = Vec::new();
        if looked.spec.as_deref() != Some(&spec) {
            changed.extend(ignored(&looked.absolute, stack.as_ref())?);
            changed.extend(schema_file(looked));
            changed.push(File { name: SPEC, old: looked.spec.clone(), new: spec });
        }
        let (folder, absolute) = (looked.folder.clone(), looked.absolute.clone());
        let (sources, diagnostics) = (resolved.sources, resolved.diagnostics);
        Ok(Self { folder, absolute, changed, stack, sources, diagnostics })
    }

    pub(super) fn accepted(&self) -> bool {
        self.stack.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// The path of the spec as the user knows it.
    pub(super) fn spec(&self) -> PathBuf {
        if self.folder == Path::new(".") { SPEC.into() } else { self.folder.join(SPEC) }
    }

    /// The names of the files, for people.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.changed.iter().rev().map(|file| file.name).collect();
        match &names[..] {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    }

    /// The differences of a file.
    pub(super) fn diff(file: &File) -> String {
        output::unified(file.name, file.old.as_deref(), &file.new)
    }

    /// Shows the spec as it will be, or what changes of it.
    pub(super) fn show(&self, screen: &Screen) {
        for file in self.changed.iter().rev().filter(|file| file.name != SCHEMA) {
            screen.data("\n");
            match &file.old {
                None => {
                    screen.row(&format!("{}:", file.name));
                    screen.data(&indented(&file.new));
                }
                Some(_) => screen.data(&Self::diff(file)),
            }
        }
    }

    /// Replaces a file that is still as it was when the questions were asked.
    fn replace(&self, file: &File, old: &str) -> Result<(), Failure> {
        let path = self.absolute.join(file.name);
        let there = SpecFile::read(&path, &mut load::budget())?;
        let written =
            if there.text == old { there.write(&file.new) } else { Err(Unwritten::Changed) };
        written.map_err(|why| there.refused(&why, &path))
    }

    /// Writes all files, the spec last: without it, nothing has happened.
    ///
    /// # Errors
    /// When the disk does not let us, or when somebody else was faster.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let failed = |name: &str, error: &io::Error| {
            let here = self.folder == Path::new(".") && !name.is_empty();
            let path =
                if here { name.to_owned() } else { format!("{}{name}", folder(&self.folder)) };
            Failure::failed(format!("cannot write {path}: {error}"))
        };
        std::fs::create_dir_all(&self.absolute).map_err(|error| failed("", &error))?;
        let folder = Folder::open(&self.absolute).map_err(|error| failed("", &error))?;
        // Only its owner enters the folder of the secrets; containers are given each file by itself.
        if let Some(stack) = &self.stack {
            secrets::folders(stack, &folder).map_err(|(path, error)| failed(&path, &error))?;
        }
        for file in &self.changed {
            if let Some(old) = &file.old {
                self.replace(file, old)?;
                continue;
            }
            let made = folder.create_whole(file.name, file.new.as_bytes());
            made.map_err(|error| failed(file.name, &error))?;
        }
        Ok(())
    }
}

/// A new spec, as it suits this host and what there is to watch.
fn fitted(mut spec: Spec, looked: &Looked) -> Spec {
    let Some(stack) = resolve(looked, &spec.text()).stack else { return spec };
    for (component, (taken, ours)) in ports::moved(&stack, looked.scene.plan.as_ref()) {
        spec.move_port(&component, taken, ours);
    }
    let alerts = stack.alerts_for_people();
    let usual = stack.prometheus.alert_budget.value;
    if alerts > usize::try_from(usual).unwrap_or(usize::MAX) {
        spec.raise_budget(usual, alerts);
    }
    spec
}

fn resolve(looked: &Looked, text: &str) -> pipeline::Resolved {
    let spec = SpecText { name: SPEC.to_owned(), text: text.to_owned() };
    let files = own_files::read(text, &looked.absolute, &mut load::budget());
    pipeline::resolve(Input {
        spec: Some(spec),
        own: looked.own.clone(),
        files,
        ..Input::default()
    })
}

/// The schema, for editors, where there is none yet.
fn schema_file(looked: &mut Looked) -> Option<File> {
    if looked.absolute.join(SCHEMA).symlink_metadata().is_ok() {
        return None;
    }
    let mut diagnostics = Diagnostics::default();
    let known = Known::load(&mut looked.catalog, &mut looked.sources, &mut diagnostics);
    let text = visible::json(&format!("{:#}\n", schema::spec(&known))).into_owned();
    Some(File { name: SCHEMA, old: None, new: text })
}

/// Git's list of ignored files, with the folders of the secrets that are not on it.
fn ignored(absolute: &Path, stack: Option<&Stack>) -> Result<Option<File>, Failure> {
    let Some(stack) = stack else { return Ok(None) };
    let lines = secrets::unignored(stack, absolute);
    if lines.is_empty() {
        return Ok(None);
    }
    let folder = Folder::open(absolute).map_err(crate::folder::Unreadable::from);
    let old = match folder.and_then(|folder| match folder.look(IGNORED)? {
        Some(_) => folder.read(IGNORED, &mut load::budget()).map(Some),
        None => Ok(None),
    }) {
        Ok(old) => old,
        Err(crate::folder::Unreadable::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            None
        }
        Err(why) => return Err(text::unreadable(IGNORED, why)),
    };
    let old = old.map(|bytes| text::utf8(IGNORED, bytes)).transpose()?;
    let mut new = old.clone().unwrap_or_default();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    for line in lines {
        new.push_str(&line);
        new.push('\n');
    }
    Ok(Some(File { name: IGNORED, old, new }))
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") };
    text.lines().map(line).collect()
}
