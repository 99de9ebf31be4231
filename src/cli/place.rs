//! How one folder is reached from another.

use std::path::{Component, Path, PathBuf};

/// The path from `from` to `to`, both absolute, with `/` between its parts; `.` if they are the
/// same. `None` if a part is no UTF-8, which no YAML file can hold.
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
    fn paths_between_folders() {
        case("/a/b/monitoring", "/a/b", "..");
        case("/a", "/a", ".");
        case("/a", "/a/b/c", "b/c");
        case("/out", "/home/shop", "../home/shop");
        case("/a/./b/../monitoring", "/a", "..");
    }
}
