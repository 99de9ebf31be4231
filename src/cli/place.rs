//! How one folder is reached from another.

use std::path::{Component, Path, PathBuf};

/// The path from `from` to `to`, both absolute, with `/` between its parts; `.` if they are the
/// same. `None` if a part is not UTF-8, which no YAML file can hold.
pub(super) fn relative(from: &Path, to: &Path) -> Option<String> {
    let from = normal(from);
    let to = normal(to);
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared).map(Some);
    let down = to[shared..].iter().map(|part| part.to_str());
    let parts: Option<Vec<_>> = up.chain(down).collect();
    let parts = parts?;
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// A folder as it is written before what is in it, with one `/` at its end.
pub(super) fn folder(dir: &Path) -> String {
    let text = dir.display().to_string();
    format!("{}/", text.trim_end_matches('/'))
}

/// A path as somebody in the working directory would write it: relative, where that is shorter.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok().filter(|_| path.is_absolute());
    let relative = here.and_then(|here| relative(&here, path));
    let shorter = relative.filter(|relative| relative.len() < path.as_os_str().len());
    shorter.map_or_else(|| path.to_owned(), PathBuf::from)
}

/// The names of a path's folders, with `.` and `..` worked in.
fn normal(path: &Path) -> Vec<PathBuf> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(PathBuf::from(part)),
            Component::ParentDir => {
                parts.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(from: &str, to: &str, expected: &str) {
        assert_eq!(relative(Path::new(from), Path::new(to)).as_deref(), Some(expected));
    }

    #[test]
    fn folders_end_in_one_slash() {
        for (dir, expected) in
            [("a", "a/"), ("a/", "a/"), ("/", "/"), ("a//", "a/"), (".", "./"), ("/a/b", "/a/b/")]
        {
            assert_eq!(folder(Path::new(dir)), expected);
        }
    }

    #[test]
    fn paths_from_here() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(from_here(&here.join("secrets/x")), Path::new("secrets/x"));
        assert_eq!(from_here(&here.join("../x")), Path::new("../x"));
        assert_eq!(from_here(Path::new("/there/is/no/x")), Path::new("/there/is/no/x"));
        assert_eq!(from_here(Path::new("as/given")), Path::new("as/given"));
    }

    #[test]
    fn paths_between_folders() {
        case("/a/b/monitoring", "/a/b", "..");
        case("/a", "/a", ".");
        case("/a", "/a/b/c", "b/c");
        case("/out", "/home/shop", "../home/shop");
        case("/a/./b/../monitoring", "/a", "..");
    }
}
