use super::*;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, Unreadable> {
    Folder::open(folder).unwrap().read(name, &mut Budget::new(8))
}

#[test]
fn only_regular_files_inside_are_read() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("folder");
    fs::create_dir_all(folder.join("sub")).unwrap();
    fs::write(place.path().join("outside"), "secret").unwrap();
    fs::write(folder.join("file"), "text").unwrap();
    for (link, to) in [
        ("inside", "file"),
        ("up-and-back", "sub/../file"),
        ("out", "../outside"),
        ("absolute", "/proc/self/environ"),
        ("sub/out", "../../outside"),
        ("nowhere", "missing"),
        ("loop", "loop"),
    ] {
        symlink(to, folder.join(link)).unwrap();
    }
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("pipe"), 0o600.into()).unwrap();
    for inside in ["file", "inside", "up-and-back"] {
        assert_eq!(read(&folder, inside).unwrap(), b"text", "{inside}");
    }
    for outside in ["out", "absolute", "sub/out", "../outside", "/etc/passwd"] {
        assert!(matches!(read(&folder, outside), Err(Unreadable::Outside)), "{outside}");
    }
    assert!(matches!(read(&folder, "pipe"), Err(Unreadable::NotAFile)));
    assert!(matches!(read(&folder, "sub"), Err(Unreadable::IsFolder)));
    for missing in ["nowhere", "loop", "missing"] {
        assert!(matches!(read(&folder, missing), Err(Unreadable::Io(_))), "{missing}");
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    let place = tempfile::tempdir().unwrap();
    let (folder, outside) = (place.path().join("folder"), place.path().join("outside"));
    fs::create_dir(&folder).unwrap();
    for link in ["made", "replaced", "replaced.new"] {
        symlink(&outside, folder.join(link)).unwrap();
    }
    let open = Folder::open(&folder).unwrap();
    open.create("made", b"x").unwrap();
    open.replace("replaced", b"new").unwrap();
    open.replace("other", b"new").unwrap();
    assert!(!outside.exists());
    assert_eq!(fs::read(folder.join("replaced")).unwrap(), b"new");
    assert_eq!(fs::read(folder.join("other")).unwrap(), b"new");
    assert!(folder.join("made").is_symlink());
    assert!(!folder.join("replaced").is_symlink());
}

#[test]
fn what_a_link_outside_leads_to_keeps_its_bits() {
    let place = tempfile::tempdir().unwrap();
    let (folder, outside) = (place.path().join("folder"), place.path().join("outside"));
    fs::create_dir(&folder).unwrap();
    for file in [&outside, &folder.join("file")] {
        fs::write(file, "").unwrap();
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    symlink("../outside", folder.join("up")).unwrap();
    symlink(&outside, folder.join("absolute")).unwrap();
    let open = Folder::open(&folder).unwrap();
    open.set_mode("file", 0o644).unwrap();
    open.set_mode("up", 0o644).unwrap_err();
    open.set_mode("absolute", 0o644).unwrap_err();
    let bits = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(bits(&folder.join("file")), 0o644);
    assert_eq!(bits(&outside), 0o600);
}

#[test]
fn one_budget_is_for_all_files() {
    let place = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        fs::write(place.path().join(name), "12345").unwrap();
    }
    let (folder, mut budget) = (Folder::open(place.path()).unwrap(), Budget::new(9));
    assert_eq!(folder.read("a", &mut budget).unwrap(), b"12345");
    let second = folder.read("b", &mut budget);
    assert!(matches!(second, Err(Unreadable::TooLong { most: 9 })), "{second:?}");
    // A file that never ends, and whose length is said to be 0.
    let endless = budget.read(fs::File::open("/dev/zero").unwrap());
    assert!(matches!(endless, Err(Unreadable::TooLong { .. })));
}

#[test]
fn a_file_is_made_whole_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(place.path()).unwrap();
    folder.create_whole("a", b"one").unwrap();
    assert_eq!(fs::read(place.path().join("a")).unwrap(), b"one");
    symlink("nowhere", place.path().join("b")).unwrap();
    for taken in ["a", "b"] {
        let error = folder.create_whole(taken, b"two").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{taken}");
    }
    assert_eq!(fs::read(place.path().join("a")).unwrap(), b"one");
    let names = fs::read_dir(place.path()).unwrap();
    assert_eq!(names.count(), 2, "no draft is left");
}
