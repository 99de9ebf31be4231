//! `blackbox/blackbox.yml`.

use super::RenderError;
use super::files::Files;
use crate::stack::{Probe, Stack, Watch};
use crate::template::Context;
use serde_json::{Value as Json, json};

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    if stack.probes.is_empty() {
        return Ok(());
    }
    let probes: Vec<_> = stack.probes.iter().map(module).collect();
    let context = Context::default().with("name", stack.name.as_str()).with("probes", probes);
    files.template("blackbox/blackbox.yml", "blackbox/blackbox.yml", &context)
}

fn module(Watch { name, probe, timeout }: &Watch) -> Json {
    let ip_protocol = match probe {
        Probe::Http(probe) => probe.ip_protocol.value,
        Probe::Tcp(probe) => probe.ip_protocol.value,
        Probe::Icmp(probe) => probe.ip_protocol.value,
        Probe::Dns(probe) => probe.ip_protocol.value,
    };
    let mut module = json!({
        "name": name.as_str(),
        "prober": probe.type_name(),
        "timeout": timeout.to_string(),
        "ip_protocol": ip_protocol.as_str(),
        "http": null,
        "dns": null,
        "tls": false,
    });
    match probe {
        Probe::Http(probe) => {
            let codes: Vec<_> = probe.expect_status.iter().map(|code| code.value).collect();
            module["http"] = json!({
                "valid_status_codes": codes,
                "expect_body": probe.expect_body.as_ref().map(|body| body.as_str()),
                "follow_redirects": probe.follow_redirects.value,
                "insecure_skip_verify": probe.insecure_skip_verify,
            });
        }
        Probe::Tcp(probe) => module["tls"] = json!(probe.tls),
        Probe::Icmp(_) => {}
        Probe::Dns(probe) => {
            module["dns"] = json!({
                "query_name": probe.query.as_str(),
                "query_type": probe.record.as_str(),
                // A record as text: name, time to live, class, type, value.
                "record": format!(r"\tIN\t{}\t", probe.record),
            });
        }
    }
    module
}
