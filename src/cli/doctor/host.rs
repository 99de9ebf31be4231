//! What this host is, written into the spec.

use super::Args;
use crate::cli::failure::Failure;
use crate::cli::revise::Revision;
use crate::doctor::Finding;
use crate::ui::{Format, Screen};
use std::path::{Path, PathBuf};

/// The spec that is to be written.
///
/// # Errors
/// When there is no file.
pub(super) fn file(args: &Args) -> Result<PathBuf, Failure> {
    let spec = &args.tree.spec;
    let named = spec.spec.clone();
    let here = || Path::new("stack.toml").exists().then(|| PathBuf::from("stack.toml"));
    let path = named.or_else(|| here().filter(|_| spec.preset.is_none()));
    path.ok_or_else(|| {
        Failure::bad("--write needs a spec to write to, and there is no stack.toml here")
    })
}

/// Writes the lines of `[host]` that are missing, and says what that changes.
///
/// # Errors
/// When the spec cannot be edited.
pub(super) fn write(path: &Path, findings: &[Finding], screen: &Screen) -> Result<String, Failure> {
    let mut revision = Revision::open(path, screen)?;
    for line in findings.iter().filter_map(|finding| finding.host.as_deref()) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let set = revision.draft.set(&["host", key.trim()], value);
        set.map_err(|why| revision.refused(&why))?;
    }
    let (_, diff) = revision.apply(revision.judge(), false, screen)?;
    if screen.format() == Format::Human && !screen.is_quiet() {
        screen.data(&format!("{diff}\n"));
    }
    screen.summary(&format!("wrote {}", revision.name()));
    Ok(diff)
}
