//! What no program minds and stackgen promises.

use std::fs;
use std::net::IpAddr;

use serde_json::Value;

use crate::Checked;
use crate::placed::Placed;
use crate::support::tree;
use crate::{compose, secrets};

/// Every image is pinned, no container is privileged, whoever sees the host's processes has a user number
/// of its own, every published port is on the loopback address, no file holds a secret.
pub(crate) fn all(placed: &Placed) -> Checked {
    let mut problems = Vec::new();
    for (name, service) in compose::services(&placed.model) {
        problems.extend(service_problems(service).into_iter().map(|it| format!("{name}: {it}")));
    }
    problems.extend(shared_users(&placed.model));
    let text = fs::read_to_string(placed.root().join(compose::FILE)).map_err(|e| e.to_string())?;
    for word in [":latest", "privileged"] {
        // A comment may say what a container is not.
        let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        if lines.any(|line| line.contains(word)) {
            problems.push(format!("{} has {word} in it", compose::FILE));
        }
    }
    for (path, bytes) in tree::read(&placed.root()).map_err(|error| error.to_string())? {
        let Ok(text) = String::from_utf8(bytes) else {
            problems.push(format!("{path}: not UTF-8"));
            continue;
        };
        problems
            .extend(secrets::in_file(&path, &text).into_iter().map(|it| format!("{path}: {it}")));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn service_problems(service: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let image = service["image"].as_str().unwrap_or_default();
    if !is_pinned(image) {
        problems.push(format!("image {image:?} is not pinned to a version"));
    }
    if service["privileged"] == true {
        problems.push("it is privileged".to_owned());
    }
    for port in service["ports"].as_array().into_iter().flatten() {
        let address = port["host_ip"].as_str().unwrap_or("every address");
        if !address.parse().is_ok_and(|address: IpAddr| address.is_loopback()) {
            problems.push(format!("port {} is published on {address}", port["target"]));
        }
    }
    problems
}

/// Who sees the host's processes, as a user that others are too: the kernel lets it read their secrets.
fn shared_users(model: &Value) -> Vec<String> {
    let services: Vec<_> = compose::services(model).collect();
    let number = |service: &Value| {
        let user = service["user"].as_str().unwrap_or("0");
        user.split(':').next().unwrap_or_default().to_owned()
    };
    let sees = |service: &Value| {
        let mut volumes = service["volumes"].as_array().into_iter().flatten();
        volumes.any(|volume| volume["source"] == "/" || volume["source"] == "/proc")
    };
    let mut problems = Vec::new();
    for (name, service) in services.iter().filter(|(_, service)| sees(service)) {
        for (other, with) in services.iter().filter(|(other, _)| other != name) {
            if number(service) == number(with) {
                problems.push(format!("{name} sees the processes of {other} as the same user"));
            }
        }
    }
    problems
}

/// Whether an image has a tag other than `latest`, or a digest. A port of a registry is no tag.
fn is_pinned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or_default();
    name.split_once([':', '@']).is_some_and(|(_, tag)| !tag.is_empty() && tag != "latest")
}

#[cfg(test)]
mod tests {
    use super::{is_pinned, service_problems, shared_users};
    use serde_json::json;

    #[test]
    fn who_sees_the_hosts_processes_is_a_user_of_its_own() {
        let model = |user: &str, source: &str| {
            json!({"services": {
                "watcher": { "user": user, "volumes": [{ "type": "bind", "source": source }] },
                "watched": { "user": "65534:65534" },
            }})
        };
        assert_eq!(shared_users(&model("65534:65534", "/")).len(), 1);
        assert_eq!(shared_users(&model("65534:0", "/proc")).len(), 1);
        assert_eq!(shared_users(&model("59100:59100", "/")), [""; 0]);
        assert_eq!(shared_users(&model("65534:65534", "/srv")), [""; 0]);
    }

    #[test]
    fn an_image_is_pinned_by_a_tag_or_a_digest() {
        let cases = [
            ("prom/prometheus:v3.13.2", true),
            ("quay.io:443/a/b:1", true),
            ("a/b@sha256:0123", true),
            ("prom/prometheus", false),
            ("quay.io:443/a/b", false),
            ("prom/prometheus:latest", false),
            ("", false),
        ];
        for (image, expected) in cases {
            assert_eq!(is_pinned(image), expected, "{image}");
        }
    }

    #[test]
    fn ports_are_on_the_loopback_address() {
        let cases = [
            (json!({"host_ip": "127.0.0.1", "target": 1}), 0),
            (json!({"host_ip": "::1", "target": 1}), 0),
            (json!({"host_ip": "0.0.0.0", "target": 1}), 1),
            (json!({"host_ip": "192.168.1.2", "target": 1}), 1),
            (json!({"target": 1}), 1),
        ];
        for (port, expected) in cases {
            let problems = service_problems(&json!({"image": "a:1", "ports": [port]}));
            assert_eq!(problems.len(), expected, "{port}: {problems:?}");
        }
    }
}
