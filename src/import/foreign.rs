//! What a file is that is not a Compose file: the most helpful thing to say of it.

use crate::yaml::Node;

/// What a file is, and what to do.
pub(super) struct Foreign {
    /// After "FILE is ".
    pub(super) what: &'static str,
    /// What to do.
    pub(super) help: &'static str,
    /// The key or words that show it.
    pub(super) sign: &'static str,
}

const NAME_ANOTHER: &str = "name the application's Compose file";

/// Keys that tell what a file is, all of them at its top.
const BY_KEYS: &[(&[&str], &str, &str)] = &[
    (
        &["apiVersion", "kind"],
        "a Kubernetes manifest",
        "stackgen monitors applications that Docker Compose runs: name a Compose file",
    ),
    (&["scrape_configs"], "a Prometheus configuration", NAME_ANOTHER),
    (&["scrape_config_files"], "a Prometheus configuration", NAME_ANOTHER),
    (&["groups"], "a file of Prometheus rules", NAME_ANOTHER),
    (&["route", "receivers"], "an Alertmanager configuration", NAME_ANOTHER),
    (&["exporters", "receivers"], "an OpenTelemetry Collector configuration", NAME_ANOTHER),
    (&["jobs", "on"], "a GitHub Actions workflow", NAME_ANOTHER),
    (&["stages"], "a GitLab CI pipeline", NAME_ANOTHER),
    (&["apiVersion", "dependencies"], "a Helm chart's description", NAME_ANOTHER),
    (&["hosts", "tasks"], "an Ansible playbook", NAME_ANOTHER),
    (&["openapi"], "an OpenAPI description", NAME_ANOTHER),
    (&["swagger"], "an OpenAPI description", NAME_ANOTHER),
];

/// What a document is that has no services.
pub(super) fn of_document(document: &Node) -> Option<Foreign> {
    let has = |key: &&str| document.entry(key).is_some();
    let known = BY_KEYS.iter().find(|(keys, ..)| keys.iter().all(has));
    if let Some((keys, what, help)) = known {
        return Some(Foreign { what, help, sign: keys[0] });
    }
    // Format 1 had its services at the top.
    let service = |key: &str| {
        document.entries().iter().find(|entry| entry.node.get(key).is_some()).map(|_| ())
    };
    let is_old = service("image").is_some() || service("build").is_some();
    is_old.then_some(Foreign {
        what: "in Compose's first format, without `services:`",
        help: "put all services below a key `services:`, as Compose needs it since 2020",
        sign: "",
    })
}

/// What a text is that is not YAML, or not at first sight.
pub(super) fn of_text(text: &str) -> Option<Foreign> {
    let (opens, tags) = (text.matches("{{").count(), text.matches("{%").count());
    if tags > 0 && text.contains("%}") || opens > 0 && text.contains("}}") {
        return Some(Foreign {
            what: "a template that has not been rendered",
            help: "render it first, and name the file that it gives",
            sign: if tags > 0 { "{%" } else { "{{" },
        });
    }
    let start = text.trim_start();
    let is = |what, help| Some(Foreign { what, help, sign: "" });
    if start.starts_with("<!DOCTYPE") || start.starts_with("<html") || start.starts_with("<?xml") {
        return is("a web page or XML", NAME_ANOTHER);
    }
    if start.starts_with("#!") {
        return is("a script", NAME_ANOTHER);
    }
    let instruction =
        |word: &str| start.lines().any(|line| line.split_whitespace().next() == Some(word));
    if instruction("FROM") && (instruction("RUN") || instruction("CMD") || instruction("COPY")) {
        return is("a Dockerfile", NAME_ANOTHER);
    }
    if start.starts_with('[') && start.lines().any(|line| line.contains(" = ")) {
        return is("TOML", NAME_ANOTHER);
    }
    None
}
