//! Telling that nothing has to be rendered at all.

use std::path::Path;

use super::foreign::walk;
use super::node::{Node, look};
use super::record::Record;
use super::rel_path::RESERVED;
use super::sha256::Sha256;
use super::tree::{Content, read};
use super::{Origin, RelPath, mode};

/// Longer files are not worth the look: rendering tells.
const LONGEST: u64 = 64 << 20;

/// How many files a folder holds, if it holds exactly what a run of one of these origins wrote, and
/// nobody has touched that since or added anything to it. `None` if it does not, or if that cannot be
/// told: then render and compare.
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
            && !mode::is_closed(Node::File, seen.mode)
            && matches!(content, Ok(Content::Bytes(bytes)) if Sha256::of(&bytes) == digest)
    };
    let all = manifest.files.iter().all(|(path, digest)| holds(path.as_str(), *digest));
    let mut folders: Vec<_> = manifest.files.keys().flat_map(RelPath::folders).collect();
    folders.sort_unstable();
    folders.dedup();
    let open = |folder: &&str| {
        let seen = look(&dir.join(folder));
        seen.is_ok_and(|seen| seen.is_some_and(|seen| !mode::is_closed(seen.node, seen.mode)))
    };
    let own =
        |path: &str| manifest.files.contains_key(path) || path.split('/').next() == Some(RESERVED);
    let alone =
        all && folders.iter().all(open) && walk(dir, "", &mut |path| own(path)).unwrap_or(false);
    alone.then_some(manifest.files.len())
}

#[cfg(test)]
mod tests {
    use super::super::{FileSet, Force, RelPath, apply, plan};
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

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
        fs::write(dir.path().join("x/foreign"), "x").unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "a file of somebody else's");
        fs::remove_file(dir.path().join("x/foreign")).unwrap();
        for (path, closed, open) in [("z", 0o600, 0o644), ("x", 0o750, 0o755)] {
            let set =
                |mode| fs::set_permissions(dir.path().join(path), Permissions::from_mode(mode));
            set(closed).unwrap();
            assert_eq!(untouched(dir.path(), origins), None, "{path} that containers cannot read");
            set(open).unwrap();
        }
        assert_eq!(untouched(dir.path(), origins), Some(2));
        fs::write(dir.path().join("z"), "edited").unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "edited");
        fs::remove_file(dir.path().join("z")).unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "removed");
        fs::create_dir(dir.path().join("z")).unwrap();
        assert_eq!(untouched(dir.path(), origins), None, "a folder in its place");
    }
}
