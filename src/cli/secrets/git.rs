//! What git does with secret files. It is asked only where there is a repository, and changes nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What git does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Git {
    /// There is no repository, or no git that could be asked.
    Absent,
    /// It ignores it.
    Ignores,
    /// The next `git add .` would take it.
    Takes,
    /// It has it already.
    Has,
}

/// Asks git about a file, which need not be there yet.
pub(in crate::cli) fn ask(path: &Path) -> Git {
    let folder = path.ancestors().skip(1).find(|folder| folder.is_dir());
    let Some(folder) = folder else { return Git::Absent };
    if !folder.ancestors().any(|folder| folder.join(".git").exists()) {
        return Git::Absent;
    }
    match git(folder, &["check-ignore", "--quiet", "--"], path) {
        Some(0) => Git::Ignores,
        Some(1) if git(folder, &["ls-files", "--error-unmatch", "--"], path) == Some(0) => Git::Has,
        Some(1) => Git::Takes,
        _ => Git::Absent,
    }
}

const SETTINGS: [&str; 4] = ["-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"];

/// How git ends. No program that a repository names is started, and no folder that a repository holds is
/// taken for one.
fn git(folder: &Path, args: &[&str], path: &Path) -> Option<i32> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(SETTINGS).args(args).arg(path);
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().ok()?.code()
}

/// Whether a `.gitignore` lists everything in a folder beside it, for a folder that is in no repository yet.
pub(in crate::cli) fn lists(gitignore: &Path, name: &str) -> bool {
    let text = fs::read_to_string(gitignore).unwrap_or_default();
    let known = |line: &str| {
        let line = line.trim();
        line == "*" || line.trim_matches('/').trim_end_matches("/*") == name
    };
    text.lines().any(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_in_each_usual_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".gitignore");
        assert!(!lists(&file, "secrets"));
        for (text, listed) in [
            ("secrets/\n", true),
            ("a\n/secrets\n", true),
            ("secrets/*\n", true),
            ("*\n", true),
            ("# secrets\nsecret\n", false),
        ] {
            fs::write(&file, text).unwrap();
            assert_eq!(lists(&file, "secrets"), listed, "{text:?}");
        }
    }

    #[test]
    fn git_says_what_it_does_with_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let secret = root.join("secrets/a");
        assert_eq!(ask(&secret), Git::Absent);
        let run = |args: &[&str]| {
            let ran = Command::new("git").arg("-C").arg(root).args(args).output();
            ran.is_ok_and(|ran| ran.status.success())
        };
        if !run(&["init", "--quiet"]) {
            // Without git on this machine, nothing is known of any repository.
            assert_eq!(ask(&secret), Git::Absent);
            return;
        }
        assert_eq!(ask(&secret), Git::Takes, "before its folder is there");
        fs::create_dir(root.join("secrets")).unwrap();
        fs::write(&secret, "x").unwrap();
        assert_eq!(ask(&secret), Git::Takes);
        assert!(run(&["add", "secrets/a"]));
        assert_eq!(ask(&secret), Git::Has);
        fs::write(root.join("secrets/.gitignore"), "*\n").unwrap();
        assert_eq!(ask(&secret), Git::Has, "what it has it goes on tracking");
        assert_eq!(ask(&root.join("secrets/b")), Git::Ignores);
    }
}
