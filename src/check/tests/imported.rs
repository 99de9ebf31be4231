//! Compose files of a page, imported.

use super::harness::Checked;
use crate::catalog::Catalog;
use crate::diag::{Diagnostics, Sources};
use crate::import::{Disk, Request, import};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a page, by their paths.
struct Page<'p>(&'p BTreeMap<String, String>);

/// Where they lie.
const FOLDER: &str = "/shop";

impl Page<'_> {
    fn get(&self, path: &Path) -> Option<&String> {
        self.0.get(path.strip_prefix(FOLDER).ok()?.to_str()?)
    }
}

impl Disk for Page<'_> {
    fn has(&self, path: &Path) -> bool {
        self.get(path).is_some()
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let text = self.get(path).ok_or_else(|| "there is no such file".to_owned())?;
        Ok(text.clone().into_bytes())
    }
}

/// What is said of them.
pub(super) fn checked(files: &BTreeMap<String, String>) -> Checked {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let request = Request { folder: FOLDER.into(), ..Request::default() };
    import(&request, &Page(files), &mut Catalog::default(), &mut sources, &mut found);
    Checked::of_import(found, sources)
}
