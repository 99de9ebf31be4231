//! No space left on device.

use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::harness::{Out, files};
use crate::sandbox::{Mount, with_mounts};

/// Content that takes whole pages, whatever their size.
const BIG: usize = 64 << 10;

#[test]
fn a_full_disk_leaves_the_old_files_and_says_so() {
    with_mounts("disk_full::a_full_disk_leaves_the_old_files_and_says_so", || {
        let temp = tempfile::tempdir().unwrap();
        let args = ["-t", "tmpfs", "-o", "size=512k", "none"];
        let mount = Mount::new(&args, temp.path());
        let out = Out::at(&temp.path().join("out"));
        let version = |letter: u8| {
            let big = vec![letter; BIG];
            files(&[("1", &big), ("a/2", &big), ("a/3", &big)])
        };
        out.render(&version(b'A')).unwrap();
        let inode = || fs::metadata(out.path("a/2")).unwrap().ino();
        let (tree, first) = (out.tree(), inode());

        // Room for the old files and two new ones, but not for the third.
        mount.again(&["-o", "remount,size=384k", "none"]);
        assert_eq!(
            out.error(&version(b'B')),
            "cannot write OUT/a/3: No space left on device (os error 28). Nothing was changed. Free \
             some space on that disk, then run the same command again."
        );
        assert!(out.tree() == tree && inode() == first, "{:?}", out.tree().keys());

        mount.again(&["-o", "remount,size=512k", "none"]);
        out.render(&version(b'B')).unwrap();
        out.assert_holds(&version(b'B'));
    });
}

#[test]
fn a_disk_without_inodes_leaves_no_trace() {
    with_mounts("disk_full::a_disk_without_inodes_leaves_no_trace", || {
        let temp = tempfile::tempdir().unwrap();
        // One is the mount's own; the rest is too few for the folders, wherever it ends.
        for inodes in 2..10 {
            let options = format!("nr_inodes={inodes}");
            let mount = Mount::new(&["-t", "tmpfs", "-o", &options, "none"], temp.path());
            let out = Out::at(&temp.path().join("deep/out"));
            let set = files(&[("a/b/1", "x"), ("c/2", "x")]);
            let error = out.error(&set);
            assert!(error.contains("No space left on device"), "{inodes}: {error}");
            assert!(error.contains("Nothing was changed."), "{inodes}: {error}");
            assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0, "{inodes}");

            mount.again(&["-o", "remount,nr_inodes=100", "none"]);
            out.render(&set).unwrap();
            out.assert_holds(&set);
        }
    });
}
