//! The resolver against Compose itself, on every case that Compose takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use stackgen::import::{self, Offer, Proposal};

use crate::cases::{self, Case};
use crate::disk::{Imported, Real};
use crate::support::tools::{self, Tool};
use crate::support::tree;

/// What Compose makes of a case. `None` where it refuses the files.
fn resolved(case: &Case, compose: &Tool) -> Option<Value> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    // The folder's name is the project's.
    let place = folder.path().join(&case.name);
    let files = tree::read(&case.folder).expect("a case can be read");
    tree::write(&place, &files).expect("a case can be copied");
    let request = case.request();
    let below = request.folder.strip_prefix(&case.folder).unwrap_or(Path::new(""));
    let start = place.join(below);
    fs::create_dir_all(&start).expect("a folder can be made");
    let mut args = Vec::new();
    for file in &request.files {
        args.extend(["-f".to_owned(), file.display().to_string()]);
    }
    args.extend(["--profile", "*", "config", "--format", "json"].map(str::to_owned));
    let ran = compose.run_in(&start, args);
    ran.succeeded().then(|| serde_json::from_str(&ran.stdout).expect("it is JSON"))
}

fn strings(value: &Value) -> Vec<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// The names of a service's networks, as Compose gives them.
fn networks(model: &Value, service: &Value) -> Vec<String> {
    let keys = strings(&service["networks"]);
    let name = |key: &String| model["networks"][key]["name"].as_str().map(str::to_owned);
    let mut names: Vec<_> = keys.iter().filter_map(name).collect();
    names.sort();
    names
}

/// The TCP ports that Compose publishes, in the container.
fn ports(service: &Value) -> Vec<u64> {
    let ports = service["ports"].as_array().into_iter().flatten();
    let tcp = ports.filter(|it| it["protocol"] == "tcp");
    tcp.filter_map(|it| it["target"].as_u64()).collect()
}

/// Where we say that a service listens, if we took that from the ports that it publishes.
fn published(proposal: &Proposal) -> Option<u64> {
    let is_from_ports = proposal.reasons.iter().any(|it| it.text.starts_with("publishes port"));
    match &proposal.offer {
        Offer::App { target: Some(target), .. } if is_from_ports => {
            Some(u64::from(target.port.get()))
        }
        _ => None,
    }
}

/// Variables of which Compose reads the value as a number and writes it in another way: `1.10`, `0644`. No
/// sign depends on how a number is written.
const NUMBERS: [&str; 3] = ["FLOAT", "OCTAL", "UNDERSCORES"];

/// The environment that Compose gives a service.
fn environment(service: &Value) -> BTreeMap<String, Option<String>> {
    let variables = service["environment"].as_object().into_iter().flatten();
    let variables = variables.filter(|(name, _)| !NUMBERS.contains(&name.as_str()));
    // What `config` prints can be read as a Compose file again, so a dollar is two.
    let plain = |value: &Value| value.as_str().map(|value| value.replace("$$", "$"));
    variables.map(|(name, value)| (name.clone(), plain(value))).collect()
}

#[test]
fn environments_and_ports_are_those_of_compose() {
    let Some(compose) = tools::docker_compose() else { return };
    let (mut variables, mut all_ports) = (0, 0);
    for case in cases::all() {
        let Some(model) = resolved(&case, compose) else { continue };
        let ours =
            import::resolved::services(&case.request(), &Real).expect("Compose reads it too");
        for (name, mut ours) in ours {
            let service = &model["services"][&name];
            let what = format!("{}: {name}", case.name);
            ours.environment.retain(|name, _| !NUMBERS.contains(&name.as_str()));
            let theirs = environment(service);
            variables += theirs.len();
            // What is not set and passed through is left out by Compose when it has env files.
            ours.environment.retain(|name, value| value.is_some() || theirs.contains_key(name));
            assert_eq!(ours.environment, theirs, "{what}");
            let exposed = service["expose"].as_array().into_iter().flatten();
            let exposed = exposed.filter_map(|it| it.as_str()?.parse().ok());
            let theirs: Vec<u64> = ports(service).into_iter().chain(exposed).collect();
            all_ports += ours.ports.len();
            for port in &ours.ports {
                assert!(theirs.contains(&u64::from(*port)), "{what}: {port} is not in {theirs:?}");
            }
            assert_eq!(ours.ports.is_empty(), theirs.is_empty(), "{what}: {theirs:?}");
        }
    }
    assert!(variables > 80 && all_ports > 80, "{variables} variables, {all_ports} ports");
}

#[test]
fn projects_networks_and_ports_are_those_of_compose() {
    let Some(compose) = tools::docker_compose() else { return };
    let (mut compared, mut services, mut refused) = (0, 0, Vec::new());
    for case in cases::all() {
        let Some(model) = resolved(&case, compose) else {
            refused.push(case.name.clone());
            continue;
        };
        compared += 1;
        let imported = Imported::of(&case.request(), &Real);
        let plan = imported.plan();
        assert_eq!(plan.project.as_deref(), model["name"].as_str(), "{}", case.name);
        let ours: BTreeMap<&str, &Proposal> =
            plan.services.iter().map(|it| (it.service.as_str(), it)).collect();
        let theirs = strings(&model["services"]);
        assert_eq!(
            ours.keys().map(|it| (*it).to_owned()).collect::<Vec<_>>(),
            sorted(theirs),
            "{}",
            case.name
        );
        for (name, proposal) in ours {
            let service = &model["services"][name];
            let what = format!("{}: {name}", case.name);
            if service["network_mode"].is_null() {
                let names = proposal.networks.iter().filter_map(|it| it.name.clone());
                assert_eq!(sorted(names.collect()), networks(&model, service), "{what}");
            }
            if let Some(port) = published(proposal) {
                assert!(ports(service).contains(&port), "{what}: {port}");
            }
            services += 1;
        }
    }
    println!("{compared} cases, {services} services; Compose refuses {refused:?}");
    let expected = cases::all().iter().filter(|case| case.is_for_compose()).count();
    assert!(compared >= 35 && services >= 150, "{compared} cases, {services} services");
    assert!(compared + 4 >= expected, "Compose refuses {refused:?}");
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}
