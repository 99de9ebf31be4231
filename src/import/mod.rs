//! What people have into proposals: from an application's Compose files to a [`Plan`].
//!
//! Nothing is read here but through a [`Disk`], nothing is written, and no engine is asked. What
//! cannot be known from the files stays unknown, and the plan says so.

mod application;
mod bytes;
mod canonical;
pub mod codes;
mod conceal;
mod discover;
mod dotenv;
mod extends;
mod files;
mod foreign;
mod include;
mod interpolate;
mod listen;
mod loader;
mod merge;
mod names;
mod network;
mod offer;
mod plan;
mod port;
mod project;
mod propose;
mod reach;
mod recognise;
mod report;
#[doc(hidden)]
pub mod resolved;
mod service;
mod variables;

pub use plan::{Credential, Kind, Network, Offer, Plan, Proposal, Reason};

use crate::catalog::Catalog;
use crate::diag::{Diagnostics, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The largest file that an import reads, in bytes. A [`Disk`] need not read on behind it.
pub const LARGEST_FILE: usize = 8 << 20;

/// What is to be imported.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The folder where the search starts; absolute.
    pub folder: PathBuf,
    /// The files that were named; without any, they are searched for as Compose does.
    pub files: Vec<PathBuf>,
    /// The environment's variables.
    pub variables: BTreeMap<String, String>,
}

/// Where files come from.
pub trait Disk {
    /// Whether there is such a file.
    fn has(&self, path: &Path) -> bool;

    /// What is in a file.
    ///
    /// # Errors
    /// Why it cannot be read, as the end of the sentence "cannot read FILE: ".
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;
}

/// Finds an application's Compose files, resolves them, and proposes what to monitor. `None` if no
/// file is named and none is found, or if one cannot be read; then `diagnostics` has the reason. The texts
/// of the files are added to `sources`, in the order in which they were read.
pub fn import(
    request: &Request,
    disk: &dyn Disk,
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let (application, mut loader) = application::read(request, disk, sources, diagnostics)?;
    let services = propose::services(&application, &mut loader);
    let networks = propose::networks(&services, &application);
    let (unknown, has_dotenv) = (std::mem::take(&mut loader.unknown), loader.has_dotenv);
    unknown.report(has_dotenv, diagnostics);
    let (candidates, kinds) = recognise::all(catalog, sources, diagnostics)?;
    let found = recognise::recognise(&services, &candidates, &kinds);
    let services = propose::all(&services, networks, &found, &kinds);
    Some(Plan { project: application.project, services })
}
