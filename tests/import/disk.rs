//! Files to import from, in memory or on disk, and what came of an import.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stackgen::catalog::Catalog;
use stackgen::diag::{Color, Diagnostics, Sources, report};
use stackgen::import::{Disk, Plan, Proposal, Request, import};

/// Where the files of an application in memory lie.
pub(crate) const FOLDER: &str = "/home/me/shop";

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Files of the application's folder.
    pub(crate) fn new<T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Self {
        let place = |(name, text): (&str, T)| (Path::new(FOLDER).join(name), text.into());
        Self { files: files.into_iter().map(place).collect() }
    }
}

impl Disk for Memory {
    fn has(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }
}

/// Files on disk.
pub(crate) struct Real;

impl Disk for Real {
    fn has(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| error.to_string())
    }
}

/// What came of an import.
pub(crate) struct Imported {
    pub(crate) plan: Option<Plan>,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
}

impl Imported {
    /// Imports with a request.
    pub(crate) fn of(request: &Request, disk: &dyn Disk) -> Self {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut catalog = Catalog::new(Vec::new(), &mut sources, &mut diagnostics);
        let plan = import(request, disk, &mut catalog, &mut sources, &mut diagnostics);
        Self { plan, sources, diagnostics }
    }

    /// Imports files in memory.
    pub(crate) fn memory<T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Self {
        let request = Request { folder: FOLDER.into(), ..Request::default() };
        Self::of(&request, &Memory::new(files))
    }

    /// Imports one Compose file.
    pub(crate) fn one(text: impl Into<Vec<u8>>) -> Self {
        Self::memory([("compose.yaml", text.into())])
    }

    /// What is reported.
    pub(crate) fn report(&self) -> String {
        report(&self.diagnostics, &self.sources, Color::Never)
    }

    /// The plan.
    #[track_caller]
    pub(crate) fn plan(&self) -> &Plan {
        self.plan.as_ref().unwrap_or_else(|| panic!("no plan:\n{}", self.report()))
    }

    /// A service of the plan.
    #[track_caller]
    pub(crate) fn service(&self, name: &str) -> &Proposal {
        let mut services = self.plan().services.iter();
        services.find(|it| it.service == name).unwrap_or_else(|| panic!("no service {name}"))
    }
}
