//! Images that are older than what stackgen renders for them.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Alerting, Pin, Service, Since};
use crate::value::Version;

const CODE: Code = Code::new("old-image");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an image is older than what stackgen renders for it",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        let Some(pin) = service.pin.as_ref().filter(|pin| pin.facts.is_of(&service.image)) else {
            continue;
        };
        let Some(version) = Version::of_image(&service.image) else { continue };
        let newer = pin.facts.since.iter().filter(|since| since.version > version);
        let newer: Vec<_> = newer.filter(|since| is_needed(since, service, pin, view)).collect();
        let Some(least) = newer.iter().map(|since| since.version).max() else { continue };
        // What only some panels and alerts lack keeps nothing from starting, and a digest may be of a
        // newer image than the tag beside it.
        let figures_only = newer.iter().all(|since| since.metric.is_some());
        let may_work = figures_only || service.image.has_digest();
        let message = format!("the stack needs {} {least} or newer", pin.facts.image.program());
        let mut problem = if may_work {
            Diagnostic::warning(CODE, message)
        } else {
            Diagnostic::error(CODE, message)
        };
        problem = problem.at(service.image.span, format!("this is {version}"));
        for since in newer {
            problem = problem.note(format!("{} exists since {}", what(since), since.version));
        }
        found.push(problem.help(format!(
            "leave `image` out, or write a newer one: stackgen is tested with `{}`",
            pin.facts.image
        )));
    }
}

/// Whether the stack makes use of it.
fn is_needed(since: &Since, service: &Service, pin: &Pin, view: &View<'_>) -> bool {
    if let Some(flag) = &since.flag {
        let name = |argument: &String| {
            argument.split_once('=').map_or(argument.as_str(), |(name, _)| name) == flag.as_str()
        };
        return service.command.iter().any(name);
    }
    let stack = view.stack;
    let has_password =
        |alerting: &Alerting| alerting.mail.as_ref().is_some_and(|mail| mail.password.is_some());
    let is_written = |field: &str| match field {
        "fallback_scrape_protocol" => stack.jobs.iter().any(|job| job.fallback.is_some()),
        "smtp_auth_password_file" => stack.alerting.as_ref().is_some_and(has_password),
        _ => true,
    };
    pin.rendered && since.field.as_ref().is_none_or(|field| is_written(field.as_str()))
}

/// What exists only since some version, for people.
fn what(since: &Since) -> String {
    match (&since.flag, &since.metric, &since.what) {
        (Some(flag), _, _) => format!("the flag `{flag}`"),
        (_, Some(metric), _) => format!("the metric `{metric}`, which alerts or panels read,"),
        (_, _, Some(what)) => what.to_string(),
        _ => "what is rendered".to_owned(),
    }
}
