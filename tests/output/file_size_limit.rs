//! The limit on the size of files, which a shell or a service manager may set.

use std::path::Path;

use stackgen::output::FileSet;

use crate::harness::{Out, files};
use crate::sandbox::{again, task};

const TEST: &str = "file_size_limit::a_file_size_limit_leaves_the_old_files";

fn version(letter: &str) -> FileSet {
    let long = letter.repeat(100_000);
    files(&[("1", letter), ("a/2", letter), ("a/3", &long), ("b/4", letter)])
}

/// Renders version B under a limit that the third file breaks; what stackgen said.
fn render_under_limit(out: &Out, signal: &str) -> String {
    // The unit is 512 or 1024 bytes, depending on the shell.
    let script = format!("{signal} ulimit -f 16; exec \"$@\"");
    let child = again(&["sh", "-c", &script, "sh"], TEST, out.dir().to_str().unwrap());
    let output = { child }.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap().replace(out.dir().to_str().unwrap(), "OUT")
}

#[test]
fn a_file_size_limit_leaves_the_old_files() {
    if let Some(dir) = task() {
        if let Err(error) = Out::at(Path::new(&dir)).render(&version("B")) {
            panic!("{error}");
        }
        return;
    }
    let out = Out::with(&version("A"));
    let before = out.tree();

    // With the signal ignored, the write fails.
    let error = render_under_limit(&out, "trap '' XFSZ;");
    let expected = "cannot write OUT/a/3: File too large (os error 27). Nothing was changed. Raise \
                    the limit on the size of files (`ulimit -f`), then run the same command again.";
    assert!(error.contains(expected), "{error}");
    assert!(out.tree() == before);

    // Without, it kills the process, which can only leave its staging folder.
    render_under_limit(&out, "");
    let mut after = out.tree();
    after.retain(|path, _| !path.starts_with(".stackgen/staging/"));
    assert!(after == before, "{:?}", after.keys());

    out.render(&version("B")).unwrap();
    out.assert_holds(&version("B"));
}
