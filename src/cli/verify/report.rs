//! What people and machines read of the checks.

use crate::cli::failure::Failure;
use crate::live::Addresses;
use crate::report::verify::{Check, Finding as Found, Optional, Verified};
use crate::ui::Screen;
use crate::verify::{Finding, Outcome};
use std::collections::BTreeSet;

/// More than this many findings of one check are shown with `-v` only.
const MOST: usize = 10;

/// What is still waited for; nothing if there is nothing that waiting can make right.
pub(super) fn waiting_for(outcomes: &[Outcome]) -> Option<String> {
    let parts: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.may_heal())
        .map(|outcome| {
            let healing = outcome.findings.iter().filter(|finding| finding.heals);
            let subjects: BTreeSet<_> = healing.map(|it| it.subject.as_str()).collect();
            let shown: Vec<_> = subjects.iter().take(3).copied().collect();
            let more = match subjects.len().saturating_sub(shown.len()) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{} ({}{more})", outcome.name, shown.join(", "))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Shows what came of the checks.
///
/// # Errors
/// When one of them failed.
pub(super) fn show(
    addresses: &Addresses,
    outcomes: &[Outcome],
    screen: &Screen,
) -> Result<(), Failure> {
    let passes = outcomes.iter().all(Outcome::is_fine);
    screen.result(&Verified {
        passes,
        prometheus: addresses.prometheus.as_str().to_owned(),
        alertmanager: addresses.alertmanager.as_ref().map(|it| it.as_str().to_owned()),
        checks: outcomes.iter().map(check).collect(),
    });
    for outcome in outcomes {
        let state = match (&outcome.skipped, outcome.is_fine()) {
            (Some(_), _) => "-",
            (None, true) if !outcome.undecided.is_empty() => "?",
            (None, true) => "ok",
            (None, false) => "FAILED",
        };
        if screen.is_quiet() && outcome.is_fine() && outcome.undecided.is_empty() {
            continue;
        }
        screen.row(&format!("{:14}  {state:6}  {outcome}", outcome.name));
        details(outcome, screen);
    }
    let undecided = outcomes.iter().flat_map(|outcome| {
        outcome.undecided.iter().map(|(subject, _)| format!("{} of {subject}", outcome.name))
    });
    let undecided: Vec<_> = undecided.collect();
    if !passes {
        let failed = outcomes.iter().filter(|outcome| !outcome.is_fine());
        let names: Vec<_> = failed.map(|outcome| outcome.name).collect();
        let message = format!("the stack does not work as the spec says: {}", names.join(", "));
        return Err(Failure::no(message)
            .help("docs/verify.md explains each check and what to do when it fails"));
    }
    if undecided.is_empty() {
        screen.summary("the stack runs as rendered");
    } else {
        let what = undecided.join(", ");
        screen.summary(&format!("the stack runs as rendered; not judged yet: {what}"));
    }
    Ok(())
}

/// What machines read of a check.
fn check(outcome: &Outcome) -> Check {
    let reasons = |all: &[(String, String)]| {
        let reason = |(subject, reason): &(String, String)| Optional {
            subject: subject.clone(),
            reason: reason.clone(),
        };
        all.iter().map(reason).collect()
    };
    let found = |it: &Finding| Found {
        subject: it.subject.clone(),
        problem: it.problem.clone(),
        help: it.help.clone(),
    };
    Check {
        check: outcome.name.to_owned(),
        passes: outcome.is_fine(),
        expected: outcome.expected,
        passed: outcome.passed.clone(),
        optional: reasons(&outcome.optional),
        undecided: reasons(&outcome.undecided),
        findings: outcome.findings.iter().map(found).collect(),
        skipped: outcome.skipped.clone(),
    }
}

fn details(outcome: &Outcome, screen: &Screen) {
    if screen.is_verbose() {
        for subject in &outcome.passed {
            screen.row(&format!("    ok  {subject}"));
        }
        for (subject, reason) in &outcome.optional {
            screen.row(&format!("    -   {subject}: {reason}"));
        }
    }
    for (subject, reason) in &outcome.undecided {
        screen.row(&format!("    ?   {subject}: {reason}"));
    }
    let shown = if screen.is_verbose() { outcome.findings.len() } else { MOST };
    let mut findings = outcome.findings.iter().take(shown).peekable();
    while let Some(Finding { subject, problem, help, .. }) = findings.next() {
        screen.row(&format!("    {subject}: {problem}"));
        // Said once for all of a row that it helps.
        let again = findings.peek().is_some_and(|next| next.help == *help);
        if let (Some(help), false) = (help, again) {
            // What is to be written stands on lines of its own, below the first.
            let help = help.replace('\n', "\n            ");
            screen.data(&format!("      help: {help}\n"));
        }
    }
    let more = outcome.findings.len().saturating_sub(shown);
    if more > 0 {
        screen.row(&format!("    and {more} more, which -v shows"));
    }
}
