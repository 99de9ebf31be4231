//! From files to a stack.

use super::exit::Exit;
use super::own;
use crate::catalog::UserFile;
use crate::diag::{Diagnostics, Sources};
use crate::pipeline::{self, Input, Resolved, SpecText};
use crate::stack::Stack;
use crate::ui::Screen;
use crate::value::{hex, unix_text};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A larger file is not a spec.
const MOST_BYTES: u64 = 32 << 20;

/// What every verb that reads a spec takes.
#[derive(Debug, clap::Args)]
pub(super) struct SpecArgs {
    /// The spec; `-` reads standard input [default: stack.toml; optional with --preset]
    pub(super) spec: Option<PathBuf>,

    /// The preset to start from: minimal, standard or production
    #[arg(long)]
    pub(super) preset: Option<String>,
}

/// A spec that was read.
pub(super) struct Loaded {
    /// The stack, as far as it could be resolved.
    pub(super) stack: Option<Stack>,
    /// What was read.
    pub(super) sources: Sources,
    /// What is wrong with it.
    pub(super) diagnostics: Diagnostics,
    /// The folder that the spec's paths are relative to, absolute.
    pub(super) folder: PathBuf,
    /// A digest of everything that was read.
    pub(super) digest: String,
    /// The names of the user's own integrations.
    pub(super) own: Vec<String>,
}

/// Reads and resolves the spec, and checks what comes out.
///
/// # Errors
/// When a file cannot be read; that is said then.
pub(super) fn load(args: &SpecArgs, screen: &Screen) -> Result<Loaded, Exit> {
    Ok(texts(args, screen)?.resolve())
}

/// Everything that a stack is made of, as text.
pub(super) struct Texts {
    input: Input,
    /// The folder that the spec's paths are relative to, absolute.
    pub(super) folder: PathBuf,
    /// A digest of everything that was read.
    pub(super) digest: String,
}

/// Reads the spec and the user's own integrations.
///
/// # Errors
/// When a file cannot be read; that is said then.
pub(super) fn texts(args: &SpecArgs, screen: &Screen) -> Result<Texts, Exit> {
    let file = read(args, screen)?;
    let own = own::integrations(&file.folder, screen)?;
    let digest = digest(file.text.as_deref(), &own.files);
    match (&file.text, &args.preset) {
        (Some(text), _) => screen.detail(&format!("read {}, {} bytes", file.name, text.len())),
        (None, preset) => {
            screen.detail(&format!("the preset {} is the spec", preset.as_deref().unwrap_or("-")));
        }
    }
    for file in &own.files {
        screen.detail(&format!("read {}, {} bytes", file.path, file.text.len()));
    }
    let spec = file.text.map(|text| SpecText { name: file.name, text });
    let preset = args.preset.clone();
    let input = Input { spec, preset, own: own.files, beside: own.beside };
    Ok(Texts { input, folder: file.folder, digest })
}

impl Texts {
    /// Whether something has to be said of what lies beside the user's own integrations.
    pub(super) fn has_mistaken_files(&self) -> bool {
        self.input.beside.iter().any(|it| it.mistake().is_some())
    }

    /// Resolves the spec, and checks what comes out.
    pub(super) fn resolve(self) -> Loaded {
        let own = self.input.own.iter().map(|file| file.name.clone()).collect();
        let Resolved { stack, sources, diagnostics } = pipeline::resolve(self.input);
        Loaded { stack, sources, diagnostics, folder: self.folder, digest: self.digest, own }
    }
}

/// A digest of everything that was read.
fn digest(spec: Option<&str>, own: &[UserFile]) -> String {
    let mut digest = Sha256::new();
    digest.update(spec.unwrap_or_default());
    for file in own {
        digest.update((file.path.len() as u64).to_le_bytes());
        digest.update(&file.path);
        digest.update(&file.text);
    }
    hex(&digest.finalize())
}

struct File {
    name: String,
    /// `None` if a preset alone is the spec.
    text: Option<String>,
    folder: PathBuf,
}

fn read(args: &SpecArgs, screen: &Screen) -> Result<File, Exit> {
    let here = std::env::current_dir()
        .map_err(|error| screen.failed(&format!("cannot determine the current directory: {error}")))
        .map_err(|()| Exit::Failed)?;
    let path = match &args.spec {
        Some(path) => path.clone(),
        None if args.preset.is_some() => {
            return Ok(File { name: String::new(), text: None, folder: here });
        }
        None => PathBuf::from("stack.toml"),
    };
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| cannot_read("standard input", &error, screen))?;
        let text = utf8("standard input", bytes, screen)?;
        return Ok(File { name: "<stdin>".to_owned(), text: Some(text), folder: here });
    }
    let name = path.display().to_string();
    let text = read_text(&path, screen).inspect_err(|_| {
        if args.spec.is_none() && !path.exists() {
            screen.hint("name a spec, or start from a preset with `--preset standard`");
        }
    })?;
    let absolute =
        std::path::absolute(&path).map_err(|error| cannot_read(&name, &error, screen))?;
    let folder = absolute.parent().map_or(here, Path::to_path_buf);
    Ok(File { name, text: Some(text), folder })
}

/// The text of a file of reasonable size. Only a file: a spec that is a pipe would be empty when it
/// is read again.
pub(super) fn read_text(path: &Path, screen: &Screen) -> Result<String, Exit> {
    let name = path.display().to_string();
    let metadata = fs::metadata(path).map_err(|error| cannot_read(&name, &error, screen))?;
    if !metadata.is_file() {
        screen.failed(&format!("{name} is not a file"));
        if metadata.is_dir() && path.join("stack.toml").exists() {
            screen.hint(&format!("did you mean {}?", path.join("stack.toml").display()));
        }
        return Err(Exit::Bad);
    }
    if metadata.len() > MOST_BYTES {
        screen.failed(&format!("{name} is larger than 32 MiB, so it is not a spec"));
        return Err(Exit::Bad);
    }
    let bytes = fs::read(path).map_err(|error| cannot_read(&name, &error, screen))?;
    utf8(&name, bytes, screen)
}

fn utf8(name: &str, bytes: Vec<u8>, screen: &Screen) -> Result<String, Exit> {
    if bytes.len() as u64 > MOST_BYTES {
        screen.failed(&format!("{name} is larger than 32 MiB, so it is not a spec"));
        return Err(Exit::Bad);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        screen.failed(&format!("{name} is UTF-16, not UTF-8"));
        screen.hint("save it as UTF-8 in your editor, or convert it with iconv -f UTF-16 -t UTF-8");
        return Err(Exit::Bad);
    }
    // The digest of a spec does not depend on who checked it out, and how.
    String::from_utf8(bytes).map(unix_text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        screen.failed(&format!("{name} is not UTF-8: byte {at}, in line {line}"));
        Exit::Bad
    })
}

pub(super) fn cannot_read(name: &str, error: &std::io::Error, screen: &Screen) -> Exit {
    screen.failed(&format!("cannot read {name}: {error}"));
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::IsADirectory => Exit::Bad,
        _ => Exit::Failed,
    }
}
