//! Questions over HTTP to what runs in containers.

use serde_json::Value;
use std::time::Duration;

/// What is at an address.
///
/// # Errors
///
/// It cannot be had, or the status is not 200.
pub(crate) fn get(url: &str) -> Result<String, String> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build();
    let agent = ureq::Agent::new_with_config(agent);
    let answer = agent.get(url).call().map_err(|error| format!("{url}: {error}"))?;
    answer.into_body().read_to_string().map_err(|error| format!("{url}: {error}"))
}

/// What is at an address, as JSON.
///
/// # Errors
///
/// As [`get`], or it is no JSON.
pub(crate) fn json(url: &str) -> Result<Value, String> {
    serde_json::from_str(&get(url)?).map_err(|error| format!("{url}: {error}"))
}
