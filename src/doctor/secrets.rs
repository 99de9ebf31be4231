//! The files of secrets, which containers read themselves.

use super::{Finding, SecretFault, SecretState, Surroundings};

const CODE: &str = "secret-file";

pub(super) fn check(around: &Surroundings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for secret in &around.secrets {
        let finding = finding(secret);
        if !findings.iter().any(|known| known.message == finding.message) {
            findings.push(finding);
        }
    }
    findings
}

fn finding(secret: &SecretState) -> Finding {
    let SecretState { service, path, fault } = secret;
    let Some(fault) = fault else {
        return Finding::ok(CODE, format!("{path} is there, for {service}"));
    };
    let quoted = quoted(path);
    match fault {
        SecretFault::Missing => Finding::error(CODE, format!("there is no {path}"))
            .means(format!("{service} does not start without it"))
            .help(format!("put the secret there, readable for the container in a folder that only you can enter: install -m 0444 /dev/stdin {quoted}")),
        SecretFault::NoFile => Finding::error(CODE, format!("{path} is no file"))
            .means(format!("{service} cannot read it. Docker makes such a folder where a file was missing"))
            .help("remove it, and put the file there"),
        SecretFault::Empty => Finding::error(CODE, format!("{path} is empty"))
            .means(format!("{service} has no secret to show, and is refused wherever it needs one"))
            .help("write the secret into it"),
        SecretFault::Unreadable { user, mode, owner } => Finding::error(
            CODE,
            format!("{path} cannot be read by {service}, which runs as {user}: it has {mode} and belongs to {owner}"),
        )
        .means("Compose mounts files of secrets as they are: \"permission denied\"")
        .help(format!("chmod 0444 {quoted}, in a folder with 0700 that keeps everyone else out")),
        SecretFault::Hidden(why) => Finding::warning(CODE, format!("{path} cannot be looked at: {why}"))
            .means(format!("whether {service} can read it cannot be told")),
    }
}

/// A path for a shell.
pub(super) fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
