//! Read-only file system.

use crate::harness::{Out, files};
use crate::sandbox::{Mount, with_mounts};

#[test]
fn a_read_only_file_system_is_reported_and_serves_a_render_without_changes() {
    let name = "read_only::a_read_only_file_system_is_reported_and_serves_a_render_without_changes";
    with_mounts(name, || {
        let old = files(&[("1", "old"), ("a/2", "old")]);
        let new = files(&[("1", "new"), ("a/2", "new")]);
        let out = Out::with(&old);
        let dir = out.dir().to_str().unwrap();
        let mount = Mount::new(&["--bind", dir], out.dir());
        mount.again(&["-o", "remount,ro,bind"]);
        assert_eq!(
            out.error(&new),
            "cannot write OUT/.stackgen/staging: Read-only file system (os error 30). Nothing was \
             changed. Make the file system writable, or choose another output folder with `-o`."
        );
        assert_eq!(out.render(&old).unwrap().unchanged.len(), 2);

        mount.again(&["-o", "remount,rw,bind"]);
        out.render(&new).unwrap();
        out.assert_holds(&new);
    });
}
