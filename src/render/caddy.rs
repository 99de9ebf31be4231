//! The proxy's `Caddyfile`.

use super::RenderError;
use super::files::Files;
use crate::stack::{ProxyTls, Stack};
use crate::template::Context;
use serde_json::json;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    let Some(proxy) = &stack.proxy else { return Ok(()) };
    let sites: Vec<_> = proxy
        .sites
        .iter()
        .map(|(domain, service)| json!({ "domain": domain.in_url(), "service": service }))
        .collect();
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("sites", sites)
        .with("internal", proxy.tls == ProxyTls::Internal)
        .with("users", &proxy.users);
    files.template("caddy/Caddyfile", "caddy/Caddyfile", &context)
}
