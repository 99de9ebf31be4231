//! The commands that create secret files, in words that can be pasted into a shell.

use super::git::{self, Git};
use crate::cli::shell::{quoted, shown};
use std::collections::BTreeSet;
use std::path::Path;

/// The commands that create secret files, and keep them out of git. Each reads standard input, so that the
/// secret is in no history of a shell and in no list of processes.
pub(super) fn creation(files: &[&Path], spec_folder: &Path) -> Vec<String> {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    let mut commands = Vec::new();
    for folder in folders {
        let inside: Vec<&Path> =
            files.iter().filter(|file| file.parent() == Some(folder)).copied().collect();
        let make = (!folder.is_dir()).then(|| format!("mkdir -p -m 700 {}", shown(folder)));
        let steps: Vec<String> = make.into_iter().chain(ignoring(&inside, spec_folder)).collect();
        if !steps.is_empty() {
            commands.push(steps.join(" && "));
        }
        let install = |file: &&Path| format!("install -m 444 /dev/stdin {}", shown(file));
        commands.extend(inside.iter().map(install));
    }
    commands
}

/// The commands that make git ignore secret files of one folder, where it does not do so already.
pub(super) fn ignoring(files: &[&Path], spec_folder: &Path) -> Vec<String> {
    let Some(folder) = files.first().and_then(|file| file.parent()) else { return vec![] };
    let own = folder.strip_prefix(spec_folder).ok().filter(|way| !way.as_os_str().is_empty());
    let list = if own.is_some() { spec_folder } else { folder }.join(".gitignore");
    let add = |line: &str| format!("echo {} >> {}", quoted(line), shown(&list));
    let needed: Vec<&&Path> = files
        .iter()
        .filter(|file| match git::ask(file) {
            Git::Ignores => false,
            Git::Takes | Git::Has => true,
            // There may be a repository tomorrow, at least where the spec is.
            Git::Absent => match own {
                Some(way) => {
                    !git::lists(&list, &way.display().to_string())
                        && !git::lists(&folder.join(".gitignore"), "*")
                }
                None => folder == spec_folder && !git::lists(&list, &name(file)),
            },
        })
        .collect();
    match own {
        _ if needed.is_empty() => vec![],
        Some(way) => vec![add(&format!("{}/", way.display()))],
        None => needed.iter().map(|file| add(&format!("/{}", name(file)))).collect(),
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn commands_create_the_folder_keep_it_out_of_git_and_read_the_secret() {
        let place = tempfile::tempdir().unwrap();
        let spec = place.path();
        let text = spec.display().to_string();
        let (a, b) = (spec.join("secrets/a"), spec.join("secrets/b c"));
        let expected = [
            format!("mkdir -p -m 700 {text}/secrets && echo secrets/ >> {text}/.gitignore"),
            format!("install -m 444 /dev/stdin {text}/secrets/a"),
            format!("install -m 444 /dev/stdin '{text}/secrets/b c'"),
        ];
        assert_eq!(creation(&[&a, &b], spec), expected);
        // What is done already is not said again.
        fs::create_dir(spec.join("secrets")).unwrap();
        fs::write(spec.join(".gitignore"), "secrets/\n").unwrap();
        assert_eq!(creation(&[&a], spec), expected[1..2]);
        fs::remove_file(spec.join(".gitignore")).unwrap();
        fs::write(spec.join("secrets/.gitignore"), "*\n").unwrap();
        assert_eq!(creation(&[&a], spec), expected[1..2]);
    }

    #[test]
    fn a_secret_beside_the_spec_is_ignored_by_its_name() {
        let place = tempfile::tempdir().unwrap();
        let (spec, file) = (place.path(), place.path().join("db-password"));
        let text = spec.display().to_string();
        let expected = [
            format!("echo /db-password >> {text}/.gitignore"),
            format!("install -m 444 /dev/stdin {text}/db-password"),
        ];
        assert_eq!(creation(&[&file], spec), expected);
        // Elsewhere, where no repository is, git is not the matter.
        let other = tempfile::tempdir().unwrap();
        let file = other.path().join("db-password");
        assert_eq!(creation(&[&file], spec).len(), 1);
    }
}
