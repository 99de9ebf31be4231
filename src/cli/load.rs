//! From files to a stack.

use super::failure::Failure;
use super::text::{unreadable, utf8};
use super::{own, own_files};
use crate::catalog::{UserFile, UserFolder};
use crate::diag::{Diagnostics, Sources};
use crate::folder::{Budget, Folder, Unreadable};
use crate::pipeline::{self, Input, Resolved, SpecText};
use crate::stack::{OwnFiles, Stack};
use crate::ui::Screen;
use crate::value::hex;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// What a spec may have, with all its integrations: 10,000 apps have a tenth of it.
const MOST_BYTES: u64 = 8 << 20;

/// What may be read of a spec and its integrations.
pub(super) fn budget() -> Budget {
    Budget::new(MOST_BYTES)
}

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
/// When a file cannot be read.
pub(super) fn load(args: &SpecArgs, screen: &Screen) -> Result<Loaded, Failure> {
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

/// Reads the spec and the user's own files.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn texts(args: &SpecArgs, screen: &Screen) -> Result<Texts, Failure> {
    let mut budget = budget();
    let file = read(args, &mut budget)?;
    let own = own::files(&file.folder, &mut budget)?;
    let files =
        own_files::read(file.text.as_deref().unwrap_or_default(), &file.folder, &mut budget);
    let digest = digest(file.text.as_deref(), &own.files, &files);
    match (&file.text, &args.preset) {
        (Some(text), _) => screen.detail(&format!("read {}, {} bytes", file.name, text.len())),
        (None, preset) => {
            screen.detail(&format!("the preset {} is the spec", preset.as_deref().unwrap_or("-")));
        }
    }
    for file in files.values().flatten().flatten() {
        screen.detail(&format!("read {}, {} bytes", file.path, file.text.len()));
    }
    for file in &own.files {
        screen.detail(&format!("read {}, {} bytes", file.path, file.text.len()));
    }
    let spec = file.text.map(|text| SpecText { name: file.name, text });
    let preset = args.preset.clone();
    let input = Input { spec, preset, own: own.files, beside: own.beside, files };
    Ok(Texts { input, folder: file.folder, digest })
}

impl Loaded {
    /// The stack and what was read for it, if nothing is wrong with it.
    ///
    /// # Errors
    /// When the spec is refused.
    pub(super) fn accepted(mut self) -> Result<(Stack, Self), Failure> {
        match self.stack.take().filter(|_| !self.diagnostics.has_errors()) {
            Some(stack) => Ok((stack, self)),
            None => Err(Failure::refused(self.diagnostics, self.sources)),
        }
    }
}

impl Texts {
    /// Resolves the spec, and checks what comes out.
    pub(super) fn resolve(self) -> Loaded {
        let own = self.input.own.iter();
        let own = own.filter(|file| file.folder == UserFolder::Integrations);
        let own = own.map(|file| file.name.clone()).collect();
        let Resolved { stack, sources, diagnostics } = pipeline::resolve(self.input);
        Loaded { stack, sources, diagnostics, folder: self.folder, digest: self.digest, own }
    }
}

/// A digest of everything that was read.
fn digest(spec: Option<&str>, own: &[UserFile], files: &OwnFiles) -> String {
    let mut digest = Sha256::new();
    digest.update(spec.unwrap_or_default());
    let own = own.iter().map(|file| (file.path.as_str(), &file.text));
    let files = files.values().flatten().flatten();
    for (path, text) in own.chain(files.map(|file| (file.path.as_str(), &file.text))) {
        digest.update((path.len() as u64).to_le_bytes());
        digest.update(path);
        digest.update(text);
    }
    hex(digest.finalize())
}

/// The text of a spec, and where it is from.
struct File {
    name: String,
    /// `None` if a preset alone is the spec.
    text: Option<String>,
    /// The folder that the spec's paths are relative to, absolute.
    folder: PathBuf,
}

fn read(args: &SpecArgs, budget: &mut Budget) -> Result<File, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| format!("cannot determine the current directory: {error}"))
        .map_err(Failure::failed)?;
    let path = match &args.spec {
        Some(path) => path.clone(),
        None if args.preset.is_some() => {
            return Ok(File { name: String::new(), text: None, folder: here });
        }
        None => PathBuf::from("stack.toml"),
    };
    if path.as_os_str() == "-" {
        let bytes = budget.read(std::io::stdin().lock());
        let bytes = bytes.map_err(|why| unreadable("standard input", why))?;
        let text = utf8("standard input", bytes)?;
        return Ok(File { name: "<stdin>".to_owned(), text: Some(text), folder: here });
    }
    let name = path.display().to_string();
    let bytes = open(&path, budget).map_err(|why| {
        let beside = path.join("stack.toml");
        let help = match &why {
            Unreadable::IsFolder if beside.exists() => {
                format!("did you mean {}?", beside.display())
            }
            Unreadable::Io(_) if args.spec.is_none() && !path.exists() => {
                "name a spec, or start from a preset with `--preset standard`".to_owned()
            }
            _ => return unreadable(&name, why),
        };
        unreadable(&name, why).help(help)
    })?;
    let text = utf8(&name, bytes)?;
    let absolute = std::path::absolute(&path).map_err(|why| unreadable(&name, why))?;
    let folder = absolute.parent().map_or(here, Path::to_path_buf);
    Ok(File { name, text: Some(text), folder })
}

/// What a file has in it that the user named: links on the way to its folder are the user's, the rest may be
/// a stranger's.
fn open(path: &Path, budget: &mut Budget) -> Result<Vec<u8>, Unreadable> {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Folder::open(folder)?.read(name, budget),
        _ => Err(Unreadable::IsFolder),
    }
}
