//! What is still to be done about secret files before a rendered stack can start.

use super::advice;
use super::blank::{budget, is_blank};
use crate::folder::Folder;
use crate::stack::Stack;
use crate::ui::Screen;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The secret files that keep a stack from starting, as the spec names them.
#[derive(Default)]
pub(in crate::cli) struct Pending {
    missing: BTreeSet<String>,
    /// Those that `stackgen up` makes, if nobody else does.
    generated: BTreeSet<String>,
    blank: BTreeSet<String>,
}

impl Pending {
    /// Looks at the files of a stack in the spec's folder. Whether there is a file elsewhere is not looked
    /// at: who writes a spec could ask that way what this machine has.
    pub(in crate::cli) fn of(stack: &Stack, spec_folder: &Path) -> Self {
        let mut pending = Self::default();
        let Ok(folder) = Folder::open(spec_folder) else { return pending };
        for file in stack.services.iter().flat_map(|service| &service.secrets) {
            let path = file.path.to_string();
            let kind = match folder.look(&path) {
                Ok(None) if file.generated => &mut pending.generated,
                Ok(None) => &mut pending.missing,
                Ok(Some(_)) if folder.read(&path, &mut budget()).is_ok_and(|it| is_blank(&it)) => {
                    &mut pending.blank
                }
                _ => continue,
            };
            kind.insert(path);
        }
        pending
    }

    /// Those that are not pending elsewhere.
    pub(in crate::cli) fn without(self, other: &Self) -> Self {
        let less = |own: BTreeSet<String>, other: &BTreeSet<String>| &own - other;
        Self {
            missing: less(self.missing, &other.missing),
            generated: less(self.generated, &other.generated),
            blank: less(self.blank, &other.blank),
        }
    }

    /// Says which commands create those that somebody has to create.
    pub(in crate::cli) fn say_how(&self, spec_folder: &Path, screen: &Screen) {
        let paths: Vec<_> = self.missing.iter().map(|path| spec_folder.join(path)).collect();
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        if paths.is_empty() {
            return;
        }
        screen.hint("create each like this: paste the secret, press Enter, then Ctrl-D");
        for command in advice::creation(&paths, spec_folder) {
            screen.note(&format!("  {command}"));
        }
    }

    /// Those that somebody has to create.
    pub(in crate::cli) fn missing(&self) -> Vec<String> {
        self.missing.iter().cloned().collect()
    }

    /// Those that `stackgen up` makes.
    pub(in crate::cli) fn generated(&self) -> Vec<String> {
        self.generated.iter().cloned().collect()
    }

    /// Says what is to be done.
    pub(in crate::cli) fn say(&self, screen: &Screen) {
        let joined = |paths: &BTreeSet<String>| {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            paths.join(", ")
        };
        let Self { missing, generated, blank } = self;
        if !missing.is_empty() {
            screen.note(&format!("before the stack can start, create {}", joined(missing)));
        }
        if !generated.is_empty() {
            screen.note(&format!(
                "`stackgen up` creates {}; before `docker compose up`, create it yourself",
                joined(generated)
            ));
        }
        if !blank.is_empty() {
            let be = if blank.len() == 1 { "is" } else { "are" };
            screen.note(&format!("warning: {} {be} empty: the stack cannot start", joined(blank)));
        }
    }
}
