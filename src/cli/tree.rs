//! The output folder: where it is, and what belongs into it.

use super::claims;
use super::failure::Failure;
use super::load::{self, Loaded, SpecArgs};
use super::place::relative;
use super::shell::{quoted, shown};
use crate::docker::Project;
use crate::output::{FileSet, Origin};
use crate::render::{self, COMPOSE_FILE, Place};
use crate::stack::Stack;
use crate::ui::Screen;
use crate::value::hex;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What every verb takes that needs the output folder.
#[derive(Debug, clap::Args)]
pub(super) struct TreeArgs {
    #[command(flatten)]
    pub(super) spec: SpecArgs,

    /// The output folder [default: monitoring/ beside the spec]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
}

impl TreeArgs {
    /// The output folder as the user knows it. A link is only followed if the user has named it: one beside
    /// a stranger's spec may lead to files of somebody else's.
    ///
    /// # Errors
    /// When it is such a link.
    pub(super) fn folder(&self) -> Result<PathBuf, Failure> {
        if let Some(named) = &self.output {
            return Ok(named.clone());
        }
        let folder = default_output(&self.spec);
        if folder.is_symlink() {
            let message = format!("the output folder {} is a symbolic link", folder.display());
            let folder = shown(&folder);
            let help = format!("if you mean the folder that it leads to, name it: -o {folder}");
            return Err(Failure::bad(message).help(help));
        }
        Ok(folder)
    }

    /// A stack as the engine has it, for who only looks: which files its services read is left out.
    ///
    /// # Errors
    /// When the output folder is unknown.
    pub(super) fn project<'s>(
        &self,
        stack: &'s Stack,
        spec_folder: &Path,
    ) -> Result<Project<'s>, Failure> {
        project(stack, &self.folder()?, spec_folder)
    }

    /// The command that runs a verb on the same spec and output folder.
    pub(super) fn typed(&self, verb: &str, flags: &str) -> String {
        let mut words = vec!["stackgen".to_owned(), verb.to_owned()];
        words.extend(self.spec.spec.as_deref().map(shown));
        if let Some(preset) = &self.spec.preset {
            words.extend(["--preset".to_owned(), quoted(preset)]);
        }
        if let Some(output) = &self.output {
            words.extend(["-o".to_owned(), shown(output)]);
        }
        words.extend((!flags.is_empty()).then(|| flags.to_owned()));
        words.join(" ")
    }
}

/// A stack with its files, not written yet.
pub(super) struct Wanted {
    /// What was read, without the stack.
    pub(super) loaded: Loaded,
    /// The stack.
    pub(super) stack: Stack,
    /// The output folder as the user knows it.
    pub(super) dir: PathBuf,
    /// What belongs in it.
    pub(super) files: FileSet,
    /// Where that comes from.
    pub(super) origin: Origin,
}

impl Wanted {
    /// Reads, resolves, checks and renders a spec. Its diagnostics are shown.
    ///
    /// # Errors
    /// When it is refused.
    pub(super) fn load(args: &TreeArgs, screen: &Screen) -> Result<Self, Failure> {
        let began = Instant::now();
        let texts = load::texts(&args.spec, screen)?;
        let dir = args.folder()?;
        let to_spec = to_spec(&texts.folder, &dir)?;
        let (stack, loaded) = texts.resolve().accepted()?;
        screen.diagnostics(&loaded.diagnostics, &loaded.sources);
        let origin = origin(&args.spec, &loaded.digest, &to_spec);
        let files = files(&stack, to_spec)?;
        screen.detail(&format!(
            "rendered {} files for {} in {:.0} ms",
            files.paths().count(),
            dir.display(),
            began.elapsed().as_secs_f64() * 1000.0
        ));
        Ok(Self { loaded, stack, dir, files, origin })
    }

    /// The stack that the engine should have.
    ///
    /// # Errors
    /// When the output folder is unknown.
    pub(super) fn project(&self) -> Result<Project<'_>, Failure> {
        let hash = |service: &crate::stack::Service| {
            Some((service.name.to_string(), render::config_hash(service, &self.files)?))
        };
        let files = self.stack.services.iter().filter_map(hash).collect();
        Ok(Project { files, ..project(&self.stack, &self.dir, &self.loaded.folder)? })
    }
}

fn project<'s>(stack: &'s Stack, dir: &Path, spec_folder: &Path) -> Result<Project<'s>, Failure> {
    let failed = |error| Failure::failed(format!("{}: {error}", dir.display()));
    let folder = std::path::absolute(dir).map_err(failed)?;
    Ok(Project {
        stack,
        folder,
        compose_file: COMPOSE_FILE,
        spec_folder: spec_folder.to_owned(),
        files: BTreeMap::new(),
        claims: claims::read(dir),
    })
}

/// `monitoring/` beside the spec, as short as it can be written.
fn default_output(args: &SpecArgs) -> PathBuf {
    let beside = args.spec.as_deref().filter(|path| path.as_os_str() != "-");
    match beside.and_then(Path::parent) {
        Some(parent) => parent.join("monitoring"),
        None => PathBuf::from("monitoring"),
    }
}

/// What decides what is rendered.
pub(super) fn origin(args: &SpecArgs, digest: &str, to_spec: &str) -> Origin {
    let preset = args.preset.as_deref().unwrap_or_default();
    let mut inputs = Sha256::new();
    for part in [env!("STACKGEN_BUILD"), preset, to_spec] {
        inputs.update((part.len() as u64).to_le_bytes());
        inputs.update(part);
    }
    Origin::new(env!("CARGO_PKG_VERSION"), digest, hex(inputs.finalize()))
}

/// The way from the output folder to the spec's, as files have to know it.
pub(super) fn to_spec(folder: &Path, dir: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(dir).ok();
    absolute.and_then(|dir| relative(&dir, folder)).ok_or_else(|| {
        Failure::bad(format!(
            "the path from {} to the spec's folder has a part that is not UTF-8, which no YAML file can hold",
            dir.display()
        ))
    })
}

/// The rendered files.
pub(super) fn files(stack: &Stack, to_spec: String) -> Result<FileSet, Failure> {
    render::render(stack, &Place { to_spec }).map_err(|error| {
        Failure::failed(format!("cannot render {error}")).note("nothing was written").help(
            "unless an integration of your own renders that file, this is a bug in stackgen: please report it",
        )
    })
}
