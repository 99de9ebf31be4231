//! What there is, before anything is asked. Nothing is started, and no container is queried.

use super::args::Args;
use super::disk::Local;
use crate::catalog::{Catalog, UserFile};
use crate::cli::failure::Failure;
use crate::cli::place::from_here;
use crate::cli::{load, own, text};
use crate::decode::parse;
use crate::diag::{Diagnostics, Sources, Span};
use crate::import::{self, Plan, Request};
use crate::init::{self, Scene};
use crate::ui::Screen;
use crate::value::unix_text;
use std::path::{Path, PathBuf};

/// The spec's file.
pub(super) const SPEC: &str = "stack.toml";

/// What there is.
pub(super) struct Looked {
    /// The spec's folder as the user knows it; it need not exist.
    pub(super) folder: PathBuf,
    /// The same, absolute.
    pub(super) absolute: PathBuf,
    /// What the questions are made of.
    pub(super) scene: Scene,
    /// The text of the spec that is there, as it is.
    pub(super) spec: Option<String>,
    /// The user's own integrations.
    pub(super) own: Vec<UserFile>,
    /// The catalogue, with the user's own integrations.
    pub(super) catalog: Catalog,
    /// All texts that were read.
    pub(super) sources: Sources,
    /// The Compose files that were read, as people know them.
    pub(super) files: Vec<String>,
}

/// Looks around.
///
/// # Errors
/// When a file that is there cannot be read, or is not what it should be.
pub(super) fn look(args: &Args, screen: &Screen) -> Result<Looked, Failure> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let absolute = std::path::absolute(&folder).map_err(|error| {
        Failure::failed(format!("cannot determine the path of {}: {error}", folder.display()))
    })?;
    let absolute = absolute.canonicalize().unwrap_or(absolute);
    if absolute.exists() && !absolute.is_dir() {
        return Err(Failure::bad(format!("{} is not a folder", folder.display()))
            .help("name the folder of the spec; --from-compose names Compose files"));
    }
    let mut budget = load::budget();
    let own = if absolute.is_dir() { own::files(&absolute, &mut budget)?.files } else { vec![] };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut catalog = Catalog::new(own.clone(), &mut sources, &mut diagnostics);
    let mut scene = Scene {
        folder: absolute.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        timezone: timezone(),
        ways: Catalog::ways(&mut sources, &mut diagnostics),
        conventions: conventions(&mut catalog, &mut sources, &mut diagnostics),
        ..Scene::default()
    };
    let spec = existing(&absolute, &mut scene, &mut sources, &mut diagnostics)?;
    let before = diagnostics.has_errors();
    let plan = application(args, &absolute, &mut catalog, &mut sources, &mut diagnostics);
    if before || diagnostics.has_errors() {
        return Err(Failure::refused(diagnostics, sources).note("nothing was written"));
    }
    screen.diagnostics(&diagnostics, &sources);
    let files = plan.as_ref().map(|plan| names(plan, &sources)).unwrap_or_default();
    scene.plan = plan;
    Ok(Looked { folder, absolute, scene, spec, own, catalog, sources, files })
}

/// The application's Compose files.
fn application(
    args: &Args,
    folder: &Path,
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let here = |file: &PathBuf| std::path::absolute(file).unwrap_or_else(|_| file.clone());
    let request = Request {
        folder: folder.to_owned(),
        files: args.from_compose.iter().map(here).collect(),
        variables: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
    };
    import::import(&request, &Local, catalog, sources, diagnostics)
}

/// The spec that is there, and what it monitors.
fn existing(
    folder: &Path,
    scene: &mut Scene,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<String>, Failure> {
    let path = folder.join(SPEC);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let name = from_here(&path).display().to_string();
    let bytes = crate::folder::Folder::open(folder).map_err(Into::into);
    let bytes = bytes.and_then(|folder| folder.read(SPEC, &mut load::budget()));
    let bytes = bytes.map_err(|why| text::unreadable(&name, why))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Failure::bad(format!("{name} is not UTF-8: byte {}", error.utf8_error().valid_up_to()))
    })?;
    let source = sources.add(name, unix_text(text.clone()));
    scene.has_spec = true;
    scene.known = init::known(&parse(source, sources, diagnostics));
    Ok(Some(text))
}

/// The conventions that need nothing else, with their titles.
fn conventions(
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for name in Catalog::convention_names() {
        let Some(convention) = catalog.convention(name, sources, diagnostics) else { continue };
        if convention.signals.requests.is_some() || convention.signals.duration.is_some() {
            all.push((name.to_owned(), convention.title.to_string()));
        }
    }
    all
}

/// The files in which services stand, as people know them.
fn names(plan: &Plan, sources: &Sources) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for service in &plan.services {
        let name = file(service.place, sources);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The file of a place.
fn file(place: Span, sources: &Sources) -> String {
    sources.get(place.source).name.clone()
}

/// A place as `compose.yaml:12`.
pub(super) fn line(place: Span, sources: &Sources) -> String {
    format!("{}:{}", file(place, sources), sources.position(place).line)
}

/// The machine's time zone.
fn timezone() -> Option<String> {
    let named = std::env::var("TZ").ok().map(|zone| zone.trim_start_matches(':').to_owned());
    let written = || std::fs::read_to_string("/etc/timezone").ok();
    let linked = || {
        let to = std::fs::canonicalize("/etc/localtime").ok()?;
        let text = to.to_str()?;
        text.split_once("/zoneinfo/").map(|(_, zone)| zone.to_owned())
    };
    let named = named.filter(|zone| !zone.is_empty());
    let zone = named.or_else(linked).or_else(written).map(|zone| zone.trim().to_owned());
    // The same zone under the name that people know.
    zone.map(|zone| {
        zone.strip_prefix("Etc/").filter(|it| *it == "UTC").map_or(zone.clone(), str::to_owned)
    })
}
