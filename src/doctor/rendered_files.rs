//! The rendered files, which containers read as users of their own.

use super::{Finding, Surroundings};

const UNREADABLE: &str = "rendered-file";
const FOREIGN: &str = "foreign-file";

/// How many are named.
const MOST: usize = 3;

pub(super) fn check(around: &Surroundings) -> Vec<Finding> {
    let Some(rendered) = &around.rendered else { return vec![] };
    let mut findings = Vec::new();
    let folder = &rendered.folder;
    for files in rendered.unreadable.chunk_by(|a, b| a.service == b.service) {
        let first = &files[0];
        let named: Vec<_> = files
            .iter()
            .take(MOST)
            .map(|file| format!("{folder}{} ({})", file.path, file.mode))
            .collect();
        let more = files.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        findings.push(
            Finding::error(
                UNREADABLE,
                format!(
                    "{}, which runs as {}, cannot read {}{more}",
                    first.service,
                    first.user,
                    named.join(", ")
                ),
            )
            .means(format!("{} does not start: permission denied", first.service))
            .help("stackgen render makes them readable, and so does stackgen up")
            .help(format!("or by hand: chmod -R a+rX {}", super::secrets::quoted(folder))),
        );
    }
    for (path, service) in &rendered.foreign {
        findings.push(
            Finding::warning(
                FOREIGN,
                format!("{folder}{path} is not from the spec, and is loaded with the rendered files of {service}"),
            )
            .means("what is in it is neither checked nor tested, and a mistake in it keeps the rest from being loaded")
            .help("remove it, or make it part of the spec with an integration of your own (docs/integrations.md)"),
        );
    }
    if findings.is_empty() {
        findings.push(Finding::ok(UNREADABLE, format!("containers can read what is in {folder}")));
    }
    findings
}
