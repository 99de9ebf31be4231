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
/// As [`get`], or it is not JSON.
pub(crate) fn json(url: &str) -> Result<Value, String> {
    serde_json::from_str(&get(url)?).map_err(|error| format!("{url}: {error}"))
}

/// The status with which an address answers somebody who signs in with a name and a password.
///
/// # Errors
///
/// It does not answer.
pub(crate) fn status_for(url: &str, user: &str, password: &str) -> Result<u16, String> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let credentials = format!("{user}:{password}");
    let encoded: String = credentials
        .as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            (0..4).map(move |at| {
                let letter = ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
                if at > chunk.len() { '=' } else { char::from(letter) }
            })
        })
        .collect();
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    let agent =
        ureq::Agent::new_with_config(config.timeout_global(Some(Duration::from_secs(10))).build());
    let asked = agent.get(url).header("Authorization", &format!("Basic {encoded}")).call();
    asked.map(|answer| answer.status().as_u16()).map_err(|error| format!("{url}: {error}"))
}
