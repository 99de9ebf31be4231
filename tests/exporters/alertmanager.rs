//! Alertmanager as a program that can be started wherever it lies.
//!
//! Debian's build reads its default templates from a folder of the system, which an unpacked package
//! does not have. A copy of the program in which that path is one in the working folder does the
//! same with the templates beside it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use crate::running::Running;
use crate::support::tools::Tool;

/// Where Debian's build looks for its templates.
const TEMPLATES: &str = "/usr/share/prometheus/alertmanager";

/// Starts an Alertmanager that sends nothing, with these further arguments.
pub(crate) fn start(tool: &Tool, args: impl FnOnce() -> Vec<String>) -> Running {
    // It counts for each receiver that something is routed to and that sends, even if it never does.
    let config = "
route: { receiver: nobody, routes: [{ receiver: unused, matchers: [no=alert] }] }
receivers:
  - name: nobody
  - { name: unused, webhook_configs: [{ url: 'http://127.0.0.1:9/' }] }
";
    start_with(tool, &[("alertmanager.yml", config)], args)
}

/// Starts an Alertmanager with these files, `alertmanager.yml` among them, and these further arguments.
pub(crate) fn start_with(
    tool: &Tool,
    files: &[(&str, &str)],
    args: impl FnOnce() -> Vec<String>,
) -> Running {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tool = movable(tool, &folder);
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    let mut files: Vec<(String, String)> = files.iter().map(owned).collect();
    let beside = tool.path.with_file_name("templates");
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).expect("a template is text");
        files.push((entry.file_name().to_string_lossy().into_owned(), text));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Running::start(&tool, &files, |port| {
        let mut all = args();
        all.extend([
            "--config.file=alertmanager.yml".to_owned(),
            "--storage.path=data".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]);
        all
    })
}

/// The program, or a copy of it in `folder` that looks for its templates in the folder where it starts.
fn movable(tool: &Tool, folder: &TempDir) -> Tool {
    let mut program = fs::read(&tool.path).expect("a program can be read");
    let there = TEMPLATES.as_bytes();
    let at: Vec<usize> = places(&program, there);
    if at.is_empty() || fs::exists(TEMPLATES).unwrap_or(false) {
        return tool.clone();
    }
    // As long as the other: `.` and slashes, which count as one.
    let here = format!(".{}", "/".repeat(there.len() - 1));
    for at in at {
        program[at..at + there.len()].copy_from_slice(here.as_bytes());
    }
    let path = folder.path().join("alertmanager");
    fs::write(&path, program).expect("a temporary file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a file of our own");
    let root = tool.path.ancestors().nth(3).expect("it lies in usr/bin");
    let own = root.join(TEMPLATES.trim_start_matches('/'));
    fs::create_dir(folder.path().join("templates")).expect("a temporary folder");
    for name in ["default.tmpl", "email.tmpl"] {
        fs::copy(own.join(name), folder.path().join("templates").join(name))
            .unwrap_or_else(|error| panic!("{name} of the package: {error}"));
    }
    Tool { path, ..tool.clone() }
}

fn places(bytes: &[u8], part: &[u8]) -> Vec<usize> {
    (0..bytes.len().saturating_sub(part.len()))
        .filter(|at| bytes[*at] == part[0] && bytes[*at..].starts_with(part))
        .collect()
}
