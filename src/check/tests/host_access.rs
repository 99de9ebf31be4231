//! What `host-access` says of each kind of access.

use super::harness::{self, Checked, QUEUE, own, says, silent};
use super::snippet;

/// What is said of a service with these lines, which runs as an ordinary user unless they say otherwise.
fn service(lines: &str) -> Checked {
    let user = if lines.contains("user = ") { "" } else { "user = \"65534:65534\"" };
    let part = format!(
        r#"
[service]
name = "{{= instance =}}-exporter"
image = "shop/queue-exporter:v1.0.0"
{user}
port = 9100
no_healthcheck = "there is nothing else in its image"
resources = {{ memory = "64MB", cpus = 0.5, pids = 64 }}
{lines}
"#
    );
    harness::run("[integrations.queue]\n", vec![own("queue", &snippet::over(QUEUE, &part))])
}

const REASON: &str = "exceptions = [{ what = \"it must\", reason = \"it must\" }]";

#[test]
fn each_access_needs_a_reason_and_is_warned_of_with_one() {
    silent(&service(""), "host-access");
    for (lines, access) in [
        ("user = \"0:0\"", "runs as root"),
        ("user = \"00:5\"", "runs as root"),
        ("devices = [\"/dev/mem\"]", "uses the device /dev/mem"),
        ("capabilities = [\"SYS_PTRACE\"]", "keeps the capability SYS_PTRACE"),
        ("mounts = [{ source = \"/\", target = \"/host\" }]", "the host's whole file system"),
        ("mounts = [{ source = \"/root/.ssh\", target = \"/x\" }]", "reads /root/.ssh"),
    ] {
        says(&service(lines), "host-access", &["error", access, "nothing says why"]);
        says(&service(&format!("{lines}\n{REASON}")), "host-access", &["warning", access]);
    }
}

#[test]
fn nothing_keeps_all_capabilities() {
    let all = service(&format!("capabilities = [\"all\"]\n{REASON}"));
    says(&all, "host-access", &["error", "all capabilities"]);
}
