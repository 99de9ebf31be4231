//! What people have into proposals: from an application's Compose files to a [`Plan`].
//!
//! Nothing is read here but through a [`Disk`], nothing is written, and no engine is asked. What
//! cannot be known from the files stays unknown, and the plan says so.

mod plan;

pub use plan::{Credential, Kind, Network, Offer, Plan, Proposal, Reason};

use crate::catalog::Catalog;
use crate::diag::{Diagnostics, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// Finds an application's Compose files, resolves them, and proposes what to monitor. `None` if there
/// is no Compose file, or none that can be read; `diagnostics` has the reason then. The texts of the
/// files are added to `sources`, in the order in which they were read.
pub fn import(
    request: &Request,
    disk: &dyn Disk,
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let _ = (request, disk, catalog, sources, diagnostics);
    None
}
