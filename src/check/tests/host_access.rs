//! What `host-access` says of each kind of access.

use super::harness::{self, Checked, QUEUE, own, says, silent};
use super::snippet;

/// What is said of a service with these lines, which runs as an ordinary user unless they say otherwise.
fn service(lines: &str) -> Checked {
    let user = if lines.contains("user = ") { "" } else { "user = \"65534:65534\"" };
    let part = format!(
        r#"
[[services]]
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

/// The same with an exception for these.
fn excepted(lines: &str, allows: &str) -> Checked {
    let exception = format!("{{ allows = [{allows}], what = \"it must\", reason = \"it must\" }}");
    service(&format!("{lines}\nexceptions = [{exception}]"))
}

#[test]
fn each_access_needs_a_reason_and_is_warned_of_with_one() {
    silent(&service(""), "host-access");
    for (lines, allows, access) in [
        ("user = \"0:0\"", "root", "runs as root"),
        ("user = \"00:5\"", "root", "runs as root"),
        ("user = \"root\"", "root", "perhaps root"),
        ("devices = [\"/dev/mem\"]", "device:/dev/mem", "uses the device /dev/mem"),
        ("devices = [\"/dev/mem:/x:r\"]", "device:/dev/mem", "uses the device /dev/mem"),
        (
            "capabilities = [\"SYS_PTRACE\"]",
            "capability:SYS_PTRACE",
            "keeps the capability SYS_PTRACE",
        ),
        (
            "capabilities = [\"cap_sys_ptrace\"]",
            "capability:SYS_PTRACE",
            "the capability SYS_PTRACE",
        ),
        (
            "mounts = [{ source = \"/\", target = \"/host\" }]",
            "mount:/",
            "the host's whole file system",
        ),
        (
            "mounts = [{ source = \"/var/run\", target = \"/x\" }]",
            "mount:/var/run",
            "the sockets in /var/run",
        ),
        (
            "mounts = [{ source = \"/root/.ssh/\", target = \"/x\" }]",
            "mount:/root/.ssh",
            "reads /root/.ssh",
        ),
    ] {
        says(&service(lines), "host-access", &["error", access, "nothing says why", allows]);
        let quoted = format!("\"{allows}\"");
        says(&excepted(lines, &quoted), "host-access", &["warning", access]);
        let report = excepted(lines, &quoted).report_of("host-access");
        assert!(!report.contains("error") && !report.contains("does not need"), "{report}");
        says(
            &excepted(lines, "\"mount:/other\""),
            "host-access",
            &["error", "does not need `mount:/other`"],
        );
    }
}

#[test]
fn one_reason_is_not_one_for_everything() {
    let two = excepted("capabilities = [\"NET_RAW\"]\nuser = \"0:0\"", "\"root\"");
    says(&two, "host-access", &["error", "NET_RAW", "capability:NET_RAW"]);
    assert!(!two.report_of("host-access").contains("runs as root, and"));
    says(&excepted("", "\"root\""), "host-access", &["warning", "leave the exception out"]);
}

#[test]
fn nothing_keeps_all_capabilities() {
    let all = excepted("capabilities = [\"all\"]", "\"capability:all\"");
    says(&all, "host-access", &["error", "all capabilities"]);
}
