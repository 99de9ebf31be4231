//! Which files a run opens, as the kernel sees it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stranger::WRITABLE;
use crate::support::process;
use crate::support::skip::skip;
use crate::support::tools::set;

/// What a program needs of the system, whatever it does: its libraries, the terminal, what the kernel tells it
/// of itself.
const SYSTEM: [&str; 8] =
    ["/etc/ld.so.", "/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/dev/", "/proc/", "/sys/"];

/// The files that were opened, without those of the system, by their real paths.
fn opened(strace: &Path, folder: &Path, args: &[&str]) -> Vec<PathBuf> {
    let log = folder.with_extension("strace");
    let mut command = Command::new(strace.join("usr/bin/strace"));
    // `-y` writes the real path of what was opened behind its number.
    command
        .args(["-f", "-y", "-s", "4096", "-e", "trace=open,openat,openat2,creat", "-o"])
        .arg(&log);
    command.arg(env!("CARGO_BIN_EXE_stackgen")).args(args).current_dir(folder);
    command.env("LD_LIBRARY_PATH", strace.join("usr/lib/x86_64-linux-gnu"));
    let ran = process::run(&mut command, b"").expect("strace runs");
    let text = fs::read_to_string(&log).unwrap_or_else(|error| panic!("{error}\n{ran}"));
    assert!(text.contains("exited with"), "{ran}\n{text}");
    let real = text.lines().filter_map(|line| line.rsplit_once(" = ")?.1.split_once('<'));
    let real = real.filter_map(|(_, path)| Some(PathBuf::from(path.rsplit_once('>')?.0)));
    let system = |path: &PathBuf| {
        SYSTEM.iter().any(|start| path.as_os_str().as_encoded_bytes().starts_with(start.as_bytes()))
    };
    real.filter(|path| !system(path) && !path.starts_with(strace)).collect()
}

#[test]
fn nothing_outside_of_the_folder_is_opened() {
    let strace = match set::STRACE.root() {
        Ok(root) => root,
        Err(why) => return skip("strace", &why, "apt and a Debian mirror"),
    };
    let place = tempfile::tempdir().expect(WRITABLE);
    let folder = place.path().join("shop");
    fs::create_dir_all(folder.join("integrations")).expect(WRITABLE);
    fs::write(place.path().join("outside"), "outside = 1\n").expect(WRITABLE);
    let spec = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n\
        [integrations.db]\ntype = \"postgres\"\naddress = \"db:5432\"\npassword_file = \"../outside\"\n";
    fs::write(folder.join("stack.toml"), spec).expect(WRITABLE);
    let render = opened(&strace, &folder, &["render"]);
    assert!(render.iter().any(|path| path.ends_with("stack.toml")), "{render:?}");
    // What is rendered is written under a number first.
    let staged = |path: &PathBuf| path.parent().is_some_and(|it| it.ends_with(".stackgen/staging"));
    assert!(render.iter().any(staged), "{render:?}");
    symlink("../../outside", folder.join("integrations/x.toml")).expect(WRITABLE);
    symlink("/etc/passwd", folder.join("integrations/y.toml")).expect(WRITABLE);
    let mut all = render;
    for args in [&["check"][..], &["render"], &["render", "--check"], &["test"]] {
        all.extend(opened(&strace, &folder, args));
    }
    fs::remove_dir_all(folder.join("monitoring/prometheus")).expect(WRITABLE);
    symlink("../..", folder.join("monitoring/prometheus")).expect(WRITABLE);
    fs::remove_dir_all(folder.join("integrations")).expect(WRITABLE);
    for args in [&["render"][..], &["render", "--check"]] {
        all.extend(opened(&strace, &folder, args));
    }
    // The folder beside which the output folder is locked is opened to be locked; nothing else.
    all.retain(|path| !path.starts_with(&folder));
    assert!(all.is_empty(), "{all:?}");
}
