//! A spec is edited: read, changed, resolved like any other, shown as a diff, and written.

mod file;
mod judge;
mod preset;

use super::failure::Failure;
use super::load::budget;
use super::secrets::Pending;
use super::{own, own_files};
use crate::catalog::Catalog;
use crate::decode::Node;
use crate::diag::{Diagnostics, Severity, SourceId, Sources, Span};
use crate::edit::{Draft, Refusal};
use crate::output::unified;
use crate::pipeline::{self, Input, Resolved, SpecText};
use crate::report::Edited;
use crate::schema::Known;
use crate::ui::{Format, Screen};
use crate::value::unix_text;
use crate::visible;
pub(super) use file::{SpecFile, Unwritten};
use std::path::{Path, PathBuf};

/// What every verb that edits a spec takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct EditArgs {
    /// The spec to edit
    #[arg(long, value_name = "FILE", default_value = "stack.toml")]
    pub(super) spec: PathBuf,

    /// Show what would change, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// A spec on its way from one text to another.
pub(super) struct Revision {
    file: SpecFile,
    path: PathBuf,
    own: own::Own,
    before: Resolved,
    /// The text as it is to be.
    pub(super) draft: Draft,
    /// What else the edit means, to be said when it is done.
    pub(super) notes: Vec<String>,
}

/// What came of an edit.
pub(super) struct Outcome {
    after: Resolved,
    /// The spec among the sources.
    spec: Option<SourceId>,
    /// What is wrong with it that was not wrong before.
    pub(super) brought: Diagnostics,
}

impl Revision {
    /// Reads a spec to edit it.
    ///
    /// # Errors
    /// When it cannot be read, or is not TOML.
    pub(super) fn open(path: &Path, screen: &Screen) -> Result<Self, Failure> {
        let mut budget = budget();
        let file = SpecFile::read(path, &mut budget)?;
        screen.detail(&format!("read {}, {} bytes", file.name, file.text.len()));
        let own = own::files(&file.spec_folder, &mut budget)?;
        let before = resolve(&file, file.text.clone(), &own);
        let draft = if before.diagnostics.has(crate::decode::codes::SYNTAX) {
            None
        } else {
            Draft::read(&file.text).ok()
        };
        let Some(draft) = draft else {
            return Err(Failure::refused(before.diagnostics, before.sources)
                .summary("nothing was written: what is not TOML cannot be edited"));
        };
        Ok(Self { file, path: path.to_owned(), own, before, draft, notes: vec![] })
    }

    /// How the user names the spec.
    pub(super) fn name(&self) -> &str {
        &self.file.name
    }

    /// What can be in a spec, as far as the catalogue and the user's own integrations say.
    pub(super) fn known(&self) -> Known {
        known(&self.own)
    }

    /// What the preset has under a path.
    pub(super) fn preset_has(&self, path: &[&str]) -> Option<Node> {
        preset::value(&self.draft, path)
    }

    /// What the text as it is now resolves to.
    pub(super) fn judge(&self) -> Outcome {
        let after = resolve(&self.file, self.draft.text(), &self.own);
        let brought = judge::brought(&self.before, &after);
        let is_spec = |id: &SourceId| after.sources.get(*id).name == self.file.name;
        let spec = after.diagnostics.sources().into_iter().find(is_spec);
        Outcome { after, spec, brought }
    }

    /// Why an edit was not made.
    pub(super) fn refused(&self, refusal: &Refusal) -> Failure {
        Failure::bad(format!("{}: {refusal}", self.file.name))
    }

    /// Shows the edit and writes it, unless it brings an error.
    pub(super) fn finish(self, args: &EditArgs, screen: &Screen) -> Result<(), Failure> {
        self.conclude(self.judge(), args, screen)
    }

    /// The same, when the outcome is known.
    pub(super) fn conclude(
        &self,
        outcome: Outcome,
        args: &EditArgs,
        screen: &Screen,
    ) -> Result<(), Failure> {
        let (after, diff) = self.apply(outcome, args.dry_run, screen)?;
        self.report(&after, diff, args, screen);
        Ok(())
    }

    /// Writes the edit, unless it brings an error: what the spec resolves to now, and what changed.
    ///
    /// # Errors
    /// When it is refused, or cannot be written.
    pub(super) fn apply(
        &self,
        outcome: Outcome,
        dry_run: bool,
        screen: &Screen,
    ) -> Result<(Resolved, String), Failure> {
        let (name, Outcome { after, brought, .. }) = (&self.file.name, outcome);
        if brought.has_errors() {
            return Err(Failure::refused(brought, after.sources).summary(format!(
                "{name} was not changed: stackgen would refuse it after this edit"
            )));
        }
        screen.diagnostics(&brought, &after.sources);
        if self.is_changed() && !dry_run {
            let written = self.file.write(self.draft.as_str());
            written.map_err(|why| self.file.refused(&why, &self.path))?;
        }
        let (old, new) = (masked(&self.file.text), masked(self.draft.as_str()));
        Ok((after, unified(&visible::line(name), Some(&old), &new)))
    }

    /// Whether the edit changes anything.
    pub(super) fn is_changed(&self) -> bool {
        self.draft.as_str() != self.file.text
    }

    fn report(&self, after: &Resolved, diff: String, args: &EditArgs, screen: &Screen) {
        let (name, changed) = (&self.file.name, self.is_changed());
        let secrets = self.secrets(after);
        let errors = after.diagnostics.count(Severity::Error);
        if screen.format() == Format::Json {
            screen.result(&Edited {
                spec: name.clone(),
                changed,
                written: changed && !args.dry_run,
                diff,
                errors,
                missing_secrets: secrets.missing(),
                generated_secrets: secrets.generated(),
            });
            return;
        }
        if !screen.is_quiet() {
            screen.data(&diff);
        }
        screen.note(&match (changed, args.dry_run) {
            (false, _) => format!("{name} already says so"),
            (true, true) => format!("{name} was not written, because of --dry-run"),
            (true, false) => format!("wrote {name}"),
        });
        for note in &self.notes {
            screen.note(note);
        }
        if errors > 0 {
            screen
                .note(&format!("warning: {name} had errors before this edit, and still has them"));
            screen.hint("`stackgen check` shows them");
        }
        secrets.say(screen);
        secrets.say_how(&self.file.spec_folder, screen);
    }

    /// The secret files that are missing now, and were not needed before.
    fn secrets(&self, after: &Resolved) -> Pending {
        let pending = |resolved: &Resolved| {
            let stack = resolved.stack.as_ref();
            stack.map_or_else(Pending::default, |stack| Pending::of(stack, &self.file.spec_folder))
        };
        pending(after).without(&pending(&self.before))
    }
}

impl Outcome {
    /// The byte of the spec at which a place begins. `None` if it is in another file.
    pub(super) fn place(&self, span: Span) -> Option<usize> {
        let is_spec = self.spec.is_some_and(|spec| spec == span.source);
        is_spec.then_some(span.range().start)
    }
}

/// A text as it may be shown: without line ends of other systems, and without secrets.
fn masked(text: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("", unix_text(text.to_owned()));
    crate::decode::hide_secrets(source, &mut sources);
    sources.shown(source).into_owned()
}

fn resolve(file: &SpecFile, text: String, own: &own::Own) -> Resolved {
    let files = own_files::read(&text, &file.spec_folder, &mut budget());
    pipeline::resolve(Input {
        spec: Some(SpecText { name: file.name.clone(), text }),
        preset: None,
        own: own.files.clone(),
        beside: own.beside.clone(),
        files,
    })
}

/// What the catalogue has, with integrations of the user's own.
pub(super) fn known(own: &own::Own) -> Known {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(own.files.clone(), &mut sources, &mut diagnostics);
    Known::load(&mut catalog, &mut sources, &mut diagnostics)
}
