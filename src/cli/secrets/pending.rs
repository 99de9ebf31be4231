//! What is still to be done about secret files before a rendered stack can start.

use super::is_blank;
use crate::stack::Stack;
use crate::ui::Screen;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// The secret files that keep a stack from starting, as the spec names them.
pub(in crate::cli) struct Pending {
    missing: BTreeSet<String>,
    /// Those that `stackgen up` makes, if nobody else does.
    generated: BTreeSet<String>,
    blank: BTreeSet<String>,
}

impl Pending {
    /// Looks at the files of a stack, whose paths start in the spec's folder.
    pub(in crate::cli) fn of(stack: &Stack, spec_folder: &Path) -> Self {
        let empty = BTreeSet::new;
        let mut pending = Self { missing: empty(), generated: empty(), blank: empty() };
        for file in stack.services.iter().flat_map(|service| &service.secrets) {
            let path = file.path.to_string();
            let place = spec_folder.join(file.path.as_str());
            match std::fs::metadata(&place) {
                Ok(found) if found.is_file() && is_blank(&place, &found) => {
                    pending.blank.insert(path);
                }
                Err(error) if error.kind() == ErrorKind::NotFound && file.generated => {
                    pending.generated.insert(path);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    pending.missing.insert(path);
                }
                _ => {}
            }
        }
        pending
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
