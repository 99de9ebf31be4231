//! Runs a test again in a process of its own: one that may mount, one with limits, one to be killed.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Tells a process that it is the second run of a test, and what for.
const INSIDE: &str = "STACKGEN_TEST_INSIDE";

/// What this process is to do, if it is the second run of a test.
pub(crate) fn task() -> Option<String> {
    env::var(INSIDE).ok()
}

/// The command that runs the test `name` again, for `task`; started through `wrapper`, which gets
/// the command as its last arguments.
pub(crate) fn again(wrapper: &[&str], name: &str, task: &str) -> Command {
    let exe = env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(exe),
        [program, args @ ..] => {
            let mut command = Command::new(program);
            command.args(args).arg(exe);
            command
        }
    };
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(INSIDE, task).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// Runs `body` where it may mount file systems that nobody else sees and that end with it.
pub(crate) fn with_mounts(name: &str, body: impl FnOnce()) {
    // Root needs no user namespace; where there is one, its root can mount just as well.
    let wrappers: [&[&str]; 2] = [&["unshare", "-m"], &["unshare", "-U", "-r", "-m"]];
    let temp = tempfile::tempdir().unwrap();
    let mount = ["mount", "-t", "tmpfs", "none", temp.path().to_str().unwrap()];
    run(name, &wrappers, &mount, body);
}

/// Runs `body` where permission bits bind, also for root.
pub(crate) fn with_permissions(name: &str, body: impl FnOnce()) {
    if task().is_some() || !is_root() {
        return body();
    }
    let caps = "-dac_override,-dac_read_search";
    let wrapper = ["setpriv", "--bounding-set", caps, "--inh-caps", caps];
    run(name, &[&wrapper], &["true"], body);
}

/// Runs `body` in a second run of the test, through the first of `wrappers` under which `probe`
/// works. Where none does, the test is skipped with a word; on CI that is a failure.
fn run(name: &str, wrappers: &[&[&str]], probe: &[&str], body: impl FnOnce()) {
    if task().is_some() {
        return body();
    }
    let works = |wrapper: &&&[&str]| {
        let output = Command::new(wrapper[0]).args(&wrapper[1..]).args(probe).output();
        output.is_ok_and(|it| it.status.success())
    };
    if let Some(wrapper) = wrappers.iter().find(works) {
        assert_passed(&again(wrapper, name, "body").output().unwrap());
    } else {
        let text = format!("{name}: skipped, none of {wrappers:?} is permitted here");
        assert!(env::var("CI").as_deref() != Ok("true"), "{text}");
        eprintln!("{text}");
    }
}

/// Runs the test `name` again, for `task`, from a copy of this program that everybody may run.
pub(crate) fn again_copied(wrapper: &[&str], name: &str, task: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = folder.path().join("test");
    fs::copy(env::current_exe().unwrap(), &copy).unwrap();
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(&copy);
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]).env(INSIDE, task);
    command.current_dir(folder.path()).env("LC_ALL", "C").stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
pub(crate) fn assert_passed(output: &Output) {
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let passed = output.status.success() && out.contains("1 passed");
    assert!(passed, "{}\n{out}\n{err}", output.status);
}

fn is_root() -> bool {
    fs::metadata(tempfile::tempdir().unwrap().path()).unwrap().uid() == 0
}

/// A file system mounted for the length of a test.
pub(crate) struct Mount(PathBuf);

impl Mount {
    /// Mounts at `at`, with these arguments of `mount`.
    pub(crate) fn new(args: &[&str], at: &Path) -> Self {
        let mount = Self(at.into());
        mount.again(args);
        mount
    }

    /// Runs `mount` on it once more. With a source among the arguments, the old options are not read
    /// again, which in a user namespace may name users that do not exist there.
    pub(crate) fn again(&self, args: &[&str]) {
        assert!(Command::new("mount").args(args).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // So that the temporary folder can be removed. If it fails, the namespace ends anyway.
        let _ended_later = Command::new("umount").arg(&self.0).status();
    }
}
