//! The address of a service's container on the engine's own networks: where it can be asked although
//! nothing of it is published.

use super::project::NETWORK;
use super::{Engine, Error, Home};
use bollard::models::EndpointSettings;
use bollard::query_parameters::InspectContainerOptions;
use std::collections::HashMap;
use std::net::IpAddr;

impl Engine {
    /// The address of a service's running container: on the stack's own network, else on another of
    /// its networks. `None` if none of it runs, or if it has no address.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn address_of(&self, home: &Home, service: &str) -> Result<Option<IpAddr>, Error> {
        let seen = self.look(home).await?;
        let Some(container) = seen.of(service).find(|container| container.running) else {
            return Ok(None);
        };
        let options = None::<InspectContainerOptions>;
        let inspected = self.api.inspect_container(&container.id, options).await?;
        let networks = inspected.network_settings.and_then(|settings| settings.networks);
        Ok(preferred(&networks.unwrap_or_default(), &format!("{}_{NETWORK}", home.name)))
    }

    /// Whether this machine has a way to the addresses of the engine's containers: it runs here, on
    /// Linux, in no virtual machine and in no network of its own.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn shares_networks(&self) -> Result<bool, Error> {
        if !cfg!(target_os = "linux") || !self.is_local() {
            return Ok(false);
        }
        let info = self.api.info().await?;
        let desktop = info.operating_system.is_some_and(|os| os == "Docker Desktop");
        let options = info.security_options.unwrap_or_default();
        let rootless =
            options.iter().any(|option| option.split(',').any(|part| part == "name=rootless"));
        Ok(!desktop && !rootless)
    }
}

/// The address on the network that is preferred; else on the first that has one, by name.
fn preferred(networks: &HashMap<String, EndpointSettings>, network: &str) -> Option<IpAddr> {
    let mut names: Vec<&String> = networks.keys().collect();
    names.sort_by_key(|name| (*name != network, *name));
    names.into_iter().find_map(|name| address(networks.get(name)?))
}

/// An endpoint's address. What it has none of is an empty text.
fn address(endpoint: &EndpointSettings) -> Option<IpAddr> {
    let texts = [&endpoint.ip_address, &endpoint.global_ipv6_address];
    texts.into_iter().flatten().find_map(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[track_caller]
    fn case(networks: Value, expected: Option<&str>) {
        let networks = serde_json::from_value(networks).expect("networks as the engine has them");
        let address = preferred(&networks, "shop_monitoring").map(|address| address.to_string());
        assert_eq!(address.as_deref(), expected);
    }

    #[test]
    fn the_stacks_own_network_comes_first_and_what_has_no_address_is_passed_over() {
        let of = |address: &str| json!({ "IPAddress": address, "GlobalIPv6Address": "" });
        case(json!({ "a": of("10.0.0.2"), "shop_monitoring": of("10.1.0.2") }), Some("10.1.0.2"));
        case(json!({ "b": of("10.0.0.3"), "a": of("10.0.0.2") }), Some("10.0.0.2"));
        case(json!({ "a": of("10.0.0.2"), "shop_monitoring": of("") }), Some("10.0.0.2"));
        case(
            json!({ "shop_monitoring": { "IPAddress": "", "GlobalIPv6Address": "fd00::2" } }),
            Some("fd00::2"),
        );
        case(json!({ "shop_monitoring": of("") }), None);
        case(json!({}), None);
    }
}
