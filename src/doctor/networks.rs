//! The networks of others that the stack joins.

use super::{Finding, Seen};
use crate::docker::{NetworkFact, Special};

const CODE: &str = "network";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let join = seen.stack.iter().flat_map(|stack| &stack.join);
    join.map(|name| {
        let found = seen.facts.networks.iter().find(|network| network.name == name.as_str());
        match found {
            None => missing(name.as_str()),
            Some(NetworkFact { special: Some(special), .. }) => reserved(name.as_str(), *special),
            Some(network) if ["host", "null"].contains(&network.driver.as_str()) => Finding::error(
                CODE,
                format!("the network {name} is built into Docker ({})", network.driver),
            )
            .means(
                "a container that joins it cannot join another network, and the stack has its own",
            )
            .help("name the network of your application in [networks] join: `docker network ls`"),
            Some(network) if !network.attachable => Finding::error(
                CODE,
                format!("the network {name} belongs to a swarm and is not attachable"),
            )
            .means("only services of the swarm can join it")
            .help("create it with `--attachable`, in its Compose file: attachable: true"),
            Some(_) => Finding::ok(CODE, format!("the network {name} is there")),
        }
    })
    .collect()
}

fn reserved(name: &str, special: Special) -> Finding {
    let (what, means) = match special {
        Special::DefaultBridge => (
            "Docker's default network",
            "it resolves no names of containers, and Compose cannot attach services to it",
        ),
        Special::Ingress => {
            ("a swarm's ingress network", "only the ports that a swarm publishes use it")
        }
        Special::Settings => ("only the settings of other networks", "no container can join it"),
        Special::Apart => (
            "one whose containers are kept apart",
            "no container on it reaches another (com.docker.network.bridge.enable_icc is false)",
        ),
    };
    Finding::error(CODE, format!("the network {name} is {what}"))
        .means(means)
        .help("name the network of your application in [networks] join: `docker network ls`")
}

fn missing(name: &str) -> Finding {
    let finding = Finding::error(CODE, format!("there is no network {name}"))
        .means("the stack does not start without it, and would not reach your application");
    // Compose names a network after the project, unless the file says otherwise.
    let finding = match name.split_once('_') {
        Some((project, _)) => finding.help(format!(
            "start your application first: its Compose project, `{project}` by the name, makes the network"
        )),
        None => finding,
    };
    finding
        .help(format!("or make it yourself, and join it from your application's Compose file: docker network create {name}"))
        .help("`docker network ls` lists those that there are")
}
