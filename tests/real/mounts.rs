//! What a container sees of a rendered stack, and how its files name it.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file or folder of the host that a container sees at another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mount {
    /// Where the container sees it.
    pub(crate) target: String,
    /// Where it is.
    pub(crate) source: PathBuf,
}

/// Everything a service has mounted from files: bind mounts, secrets and configs of the whole
/// model that `docker-compose config --format json` prints.
pub(crate) fn of_service(model: &Value, service: &Value) -> Vec<Mount> {
    let mut mounts = Vec::new();
    for volume in list(service, "volumes").filter(|volume| volume["type"] == "bind") {
        mounts.extend(mount(&volume["target"], &volume["source"], ""));
    }
    for (kind, folder) in [("secrets", "/run/secrets/"), ("configs", "/")] {
        for used in list(service, kind) {
            let name = used["source"].as_str().unwrap_or_default();
            let target = if used["target"].is_string() { &used["target"] } else { &used["source"] };
            mounts.extend(mount(target, &model[kind][name]["file"], folder));
        }
    }
    mounts
}

fn list<'a>(service: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    service[key].as_array().into_iter().flatten()
}

fn mount(target: &Value, source: &Value, folder: &str) -> Option<Mount> {
    let (target, source) = (target.as_str()?, source.as_str()?);
    let target =
        if target.starts_with('/') { target.to_owned() } else { format!("{folder}{target}") };
    Some(Mount { target, source: source.into() })
}

/// A path of a container as a path of the host, by the mount nearest to it.
pub(crate) fn to_host(path: &str, mounts: &[Mount]) -> Option<PathBuf> {
    let inside = |mount: &&Mount| {
        path.strip_prefix(&mount.target)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mount = mounts.iter().filter(inside).max_by_key(|mount| mount.target.len())?;
    let rest = path[mount.target.len()..].trim_start_matches('/');
    // Joining nothing would add a slash, which a file must not have.
    Some(if rest.is_empty() { mount.source.clone() } else { mount.source.join(rest) })
}

/// A configuration file's text with every absolute path that a mount explains turned into the path
/// of the host, and those paths. Paths that no mount explains stay as they are, as do the
/// paths of URLs.
pub(crate) fn rewrite(text: &str, mounts: &[Mount]) -> (String, Vec<PathBuf>) {
    let (mut rewritten, mut paths) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find('/') {
        let (before, from) = rest.split_at(start);
        rewritten.push_str(before);
        let end = from.find(|c: char| !is_path(c)).unwrap_or(from.len());
        let (path, after) = from.split_at(end);
        match to_host(path, mounts).filter(|_| may_start_path(before)) {
            Some(host) => {
                rewritten.push_str(&host.to_string_lossy());
                paths.push(host);
            }
            None => rewritten.push_str(path),
        }
        rest = after;
    }
    rewritten.push_str(rest);
    (rewritten, paths)
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || "/._-*@+".contains(c)
}

/// Whether a `/` after this text begins an absolute path: not inside a word, a relative path or
/// a URL, but after Caddy's `{file.`.
fn may_start_path(before: &str) -> bool {
    before.ends_with("{file.") || !before.ends_with(|c: char| is_path(c) || c == ':')
}

/// Whether a pattern with at most one `*`, in its last part, matches a file, and which.
pub(crate) fn matches(pattern: &Path) -> Vec<PathBuf> {
    let name = pattern.file_name().unwrap_or_default().to_string_lossy();
    let Some((start, end)) = name.split_once('*') else {
        return pattern.is_file().then(|| pattern.to_owned()).into_iter().collect();
    };
    let entries = pattern.parent().and_then(|folder| folder.read_dir().ok());
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path.is_file()
                && name.len() >= start.len() + end.len()
                && name.starts_with(start)
                && name.ends_with(end)
        })
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::{Mount, of_service, rewrite};
    use serde_json::json;

    fn mounts() -> Vec<Mount> {
        [("/etc/prometheus", "/t/prometheus"), ("/run/secrets/db", "/s/db"), ("/etc", "/t/etc")]
            .map(|(target, source)| Mount { target: target.to_owned(), source: source.into() })
            .to_vec()
    }

    #[test]
    fn paths_of_the_container_become_paths_of_the_host() {
        let cases = [
            (
                "rule_files: [/etc/prometheus/rules/*.yml]",
                "rule_files: [/t/prometheus/rules/*.yml]",
            ),
            ("a: \"/etc/prometheus\"", "a: \"/t/prometheus\""),
            ("password_file: /run/secrets/db\n", "password_file: /s/db\n"),
            ("{file./run/secrets/db}", "{file./s/db}"),
            ("/etc/prometheus-old/a", "/t/etc/prometheus-old/a"),
            ("/run/secrets/db2", "/run/secrets/db2"),
            ("metrics_path: /metrics", "metrics_path: /metrics"),
            ("http://etc/prometheus/a", "http://etc/prometheus/a"),
            ("https://host/etc/prometheus", "https://host/etc/prometheus"),
            ("../etc/prometheus", "../etc/prometheus"),
            ("é /etc/x é", "é /t/etc/x é"),
        ];
        for (text, expected) in cases {
            assert_eq!(rewrite(text, &mounts()).0, expected, "{text}");
        }
    }

    #[test]
    fn bind_mounts_secrets_and_configs_are_seen_and_volumes_are_not() {
        let model = json!({"secrets": {"a": {"file": "/s/a"}}, "configs": {"c": {"file": "/s/c"}}});
        let service = json!({
            "volumes": [
                {"type": "bind", "source": "/t/p", "target": "/etc/p"},
                {"type": "volume", "source": "data", "target": "/data"},
            ],
            "secrets": [{"source": "a"}, {"source": "a", "target": "b"}, {"source": "a", "target": "/x/b"}],
            "configs": [{"source": "c"}],
        });
        let seen: Vec<_> = of_service(&model, &service)
            .into_iter()
            .map(|mount| format!("{}={}", mount.target, mount.source.display()))
            .collect();
        assert_eq!(
            seen,
            ["/etc/p=/t/p", "/run/secrets/a=/s/a", "/run/secrets/b=/s/a", "/x/b=/s/a", "/c=/s/c"]
        );
    }
}
