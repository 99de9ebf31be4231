//! Mounts of folders that are not there.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("unrendered-mount");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a container mounts a folder of the output that nothing is rendered into",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let stack = view.stack;
    for service in &stack.services {
        for mount in &service.mounts {
            if stack.has_folder(&mount.folder) {
                continue;
            }
            let message = format!(
                "{} mounts `./{}`, but nothing is rendered there",
                service.name, mount.folder
            );
            let there: Vec<_> =
                stack.folders().iter().map(|folder| format!("`./{folder}`")).collect();
            let problem = Diagnostic::error(CODE, message)
                .at(mount.folder.span, "")
                .note("Docker refuses to start a container whose mount does not exist")
                .note(format!("this stack has {}", there.join(", ")));
            found.push(problem.help(
                "mount a folder of the host by its absolute path, for example \"/etc/queue\"",
            ));
        }
    }
}
