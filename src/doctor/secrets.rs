//! The files of secrets, which containers read themselves.

use super::{Finding, SecretConcern, SecretFault, SecretState, Surroundings};

const CODE: &str = "secret-file";

pub(super) fn check(around: &Surroundings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for secret in &around.secrets {
        let concerns = secret.concerns.iter().map(|concern| worry(secret, *concern));
        // Where it can be read, and nothing else is to be said of it, all is well.
        let fine = secret.fault.is_none() && !secret.concerns.is_empty();
        let whole = (!fine).then(|| finding(secret));
        for finding in whole.into_iter().chain(concerns) {
            if !findings.iter().any(|known| known.message == finding.message) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// What is not as it should be with a file that can be read.
fn worry(secret: &SecretState, concern: SecretConcern) -> Finding {
    let SecretState { service, path, .. } = secret;
    match concern {
        SecretConcern::Outdated => {
            Finding::error(CODE, format!("the container of {service} does not have {path} as it is now"))
                .means("the file changed after the container was created, so the container may still use the old secret")
                .help("stackgen up")
        }
        SecretConcern::NotIgnored => Finding::warning(CODE, format!("git does not ignore {path}"))
            .means("`git add .` would commit the secret")
            .help(ignore(path)),
        SecretConcern::Tracked => Finding::warning(CODE, format!("git tracks {path}"))
            .means("whoever has the repository has the secret")
            .help(format!("replace the secret, and run: git rm --cached {}", quoted(path))),
    }
}

/// The command that has git ignore a secret, from the spec's folder: its whole folder, if it has one.
fn ignore(path: &str) -> String {
    let below = !path.starts_with('/') && !path.starts_with("..");
    match path.rsplit_once('/') {
        Some((folder, _)) if below => {
            format!("echo {} >> .gitignore", quoted(&format!("{folder}/")))
        }
        Some((folder, name)) => format!(
            "echo {} >> {}",
            quoted(&format!("/{name}")),
            quoted(&format!("{folder}/.gitignore"))
        ),
        None => format!("echo {} >> .gitignore", quoted(&format!("/{path}"))),
    }
}

fn finding(secret: &SecretState) -> Finding {
    let SecretState { service, path, fault, .. } = secret;
    let Some(fault) = fault else {
        return Finding::ok(CODE, format!("{path} is there, for {service}"));
    };
    let quoted = quoted(path);
    match fault {
        SecretFault::Missing => Finding::error(CODE, format!("there is no {path}"))
            .means(format!("{service} does not start without it"))
            .help(format!("put the secret there, readable for the container in a folder that only you can enter: install -m 0444 /dev/stdin {quoted}")),
        SecretFault::NotMade => Finding::note(CODE, format!("{path} does not exist yet"))
            .means(format!("`stackgen up` creates it; before `docker compose up`, create it yourself: {service} does not start without it")),
        SecretFault::NoFile => Finding::error(CODE, format!("{path} is not a file"))
            .means(format!("{service} cannot read it. Docker makes such a folder where a file was missing"))
            .help("remove it, and put the file there"),
        SecretFault::Empty => Finding::error(CODE, format!("{path} is empty"))
            .means(format!("{service} has no secret to show, and is refused wherever it needs one"))
            .help(format!("paste the secret, press Enter, then Ctrl-D: install -m 0444 /dev/stdin {quoted}")),
        SecretFault::Unreadable { user, mode, owner } => Finding::error(
            CODE,
            format!("{path} cannot be read by {service}, which runs as {user}: it has {mode} and belongs to {owner}"),
        )
        .means("Compose mounts files of secrets as they are: \"permission denied\"")
        .help(format!("chmod 0444 {quoted}, in a folder with 0700 that keeps everyone else out")),
        SecretFault::Hidden(why) => Finding::warning(CODE, format!("cannot inspect {path}: {why}"))
            .means(format!("stackgen cannot determine whether {service} can read it")),
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
