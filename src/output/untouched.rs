//! Telling that nothing has to be rendered at all.

use std::path::Path;

use super::Origin;
use super::node::{Node, look};
use super::record::Record;
use super::sha256::Sha256;
use super::tree::{Content, read};

/// Longer files are not worth the look: rendering tells.
const LONGEST: u64 = 64 << 20;

/// How many files a folder holds, if it holds exactly what a run of one of these origins wrote, and
/// nobody has touched that since. `None` if it does not, or if that cannot be told: then render and
/// compare.
///
/// Files that stackgen never wrote do not matter, unless a render would have to overwrite them.
pub fn untouched(dir: &Path, origins: &[Origin]) -> Option<usize> {
    let record = Record::load(dir).ok()?;
    let manifest = record.manifest.filter(|manifest| origins.contains(&manifest.origin))?;
    if record.journal.is_some() || record.staging || !manifest.kept.is_empty() {
        return None;
    }
    let holds = |path: &str, digest: Sha256| {
        let path = dir.join(path);
        let Ok(Some(seen)) = look(&path) else { return false };
        let content = read(&path, seen.len, LONGEST);
        seen.node == Node::File
            && matches!(content, Ok(Content::Bytes(bytes)) if Sha256::of(&bytes) == digest)
    };
    let all = manifest.files.iter().all(|(path, digest)| holds(path.as_str(), *digest));
    all.then_some(manifest.files.len())
}

#[cfg(test)]
mod tests {
    use super::super::{FileSet, Force, RelPath, apply, plan};
    use super::*;
    use std::fs;

    #[test]
    fn only_what_this_origin_wrote_and_nobody_touched() {
        let dir = tempfile::tempdir().unwrap();
        let origin = Origin::new("1", "a", "b");
        let origins = std::slice::from_ref(&origin);
        assert_eq!(untouched(dir.path(), origins), None, "nothing there");
        let mut files = FileSet::new();
        files.insert(RelPath::new("x/y.yml").unwrap(), b"a: 1\n".to_vec()).unwrap();
        files.insert(RelPath::new("z").unwrap(), b"z".to_vec()).unwrap();
        apply(&plan(dir.path(), &files, &origin).unwrap(), Force::No).unwrap();
        assert_eq!(untouched(dir.path(), origins), Some(2));
        let either = [Origin::new("1", "a", "c"), origin.clone()];
        assert_eq!(untouched(dir.path(), &either), Some(2), "one of several origins");
        assert_eq!(untouched(dir.path(), &[Origin::new("1", "a", "c")]), None, "another origin");
        fs::write(dir.path().join("foreign"), "x").unwrap();
        assert_eq!(untouched(dir.path(), origins), Some(2), "a file of somebody else's");
        fs::write(dir.path().join("z"), "edited").unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "edited");
        fs::remove_file(dir.path().join("z")).unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "removed");
        fs::create_dir(dir.path().join("z")).unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "a folder in its place");
    }
}
