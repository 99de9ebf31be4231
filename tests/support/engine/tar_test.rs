//! Tests of `tar.rs`.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::process::Command;

use super::tar::{Access, Tar};

/// What the system's own tar says of an archive.
fn listed(archive: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.tar");
    fs::write(&file, archive).unwrap();
    let said = Command::new("tar").arg("-tvf").arg(file).env("TZ", "UTC").output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn the_system_reads_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("inner")).unwrap();
    fs::write(folder.path().join("inner/program"), "x".repeat(513)).unwrap();
    fs::write(folder.path().join("unwanted"), "x").unwrap();
    symlink("inner/program", folder.path().join("link")).unwrap();
    let mode = fs::Permissions::from_mode(0o750);
    fs::set_permissions(folder.path().join("inner/program"), mode).unwrap();
    assert_eq!(fs::metadata(folder.path().join("inner/program")).unwrap().size(), 513);

    let mut bytes = Vec::new();
    let mut tar = Tar::new(&mut bytes);
    let long = format!("{}/{}", "a".repeat(90), "b".repeat(90));
    tar.folder("data", Access::folder_of(65534)).unwrap();
    tar.tree("t", folder.path(), &|path| path == "t/unwanted").unwrap();
    tar.attribute("user.a", b"1").unwrap();
    tar.text(&long, b"text", Access::TEXT).unwrap();
    tar.text("t/inner/program", b"another", Access::TEXT).unwrap();
    tar.finish().unwrap();

    let listed = listed(&bytes);
    let lines: Vec<Vec<&str>> =
        listed.lines().map(|line| line.split_whitespace().collect()).collect();
    let short =
        |line: &[&str]| format!("{} {} {} {}", line[0], line[1], line[2], line[5..].join(" "));
    let lines: Vec<String> = lines.iter().map(|line| short(line)).collect();
    assert_eq!(
        lines,
        [
            "drwxr-xr-x 65534/65534 0 data".to_owned(),
            "drwxr-xr-x 0/0 0 t/inner".to_owned(),
            "-rwxr-x--- 0/0 513 t/inner/program".to_owned(),
            "lrwxrwxrwx 0/0 0 t/link -> inner/program".to_owned(),
            format!("-rw-r--r-- 0/0 4 {long}"),
        ]
    );
}

#[test]
fn a_path_that_does_not_fit_is_refused() {
    let mut tar = Tar::new(Vec::new());
    let error = tar.text(&"a".repeat(101), b"", Access::TEXT).unwrap_err();
    assert!(error.to_string().ends_with("is too long for a tar archive"), "{error}");
}
