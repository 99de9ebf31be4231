//! Compiles the program of the stand-in images.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, process};

use crate::support::target::target_dir;

/// Where the program is, compiled from the present source; once, as long as that does not change.
///
/// # Errors
///
/// What the compiler says.
pub(crate) fn standin() -> Result<PathBuf, String> {
    static MADE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    MADE.get_or_init(compile).clone()
}

fn compile() -> Result<PathBuf, String> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/engine/standin.rs");
    let text = include_str!("standin.rs");
    let folder = target_dir().join("tools/standin");
    let (program, made_of) = (folder.join("standin"), folder.join("standin.rs"));
    if program.is_file() && fs::read_to_string(&made_of).is_ok_and(|old| old == text) {
        return Ok(program);
    }
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    let new = folder.join(format!("standin-{}", process::id()));
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let made = Command::new(&compiler)
        .args(["--edition=2024", "-Copt-level=1", "-Ctarget-feature=+crt-static", "-o"])
        .arg(&new)
        .arg(source)
        .output()
        .map_err(|error| format!("{} cannot be run: {error}", compiler.display()))?;
    if !made.status.success() {
        return Err(format!("{source}: {}", String::from_utf8_lossy(&made.stderr)));
    }
    fs::rename(&new, &program).map_err(failed)?;
    fs::write(&made_of, text).map_err(failed)?;
    Ok(program)
}
