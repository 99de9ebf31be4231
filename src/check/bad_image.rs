//! Images whose version is known to be bad.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Version;

const CODE: Code = Code::new("bad-image");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an image's version is known to be bad",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        let Some(pin) = service.pin.as_ref().filter(|pin| pin.facts.is_of(&service.image)) else {
            continue;
        };
        let Some(version) = Version::of_image(&service.image) else { continue };
        for bad in &pin.facts.bad {
            let Some(range) = bad.versions.iter().find(|range| range.contains(version)) else {
                continue;
            };
            found.push(
                Diagnostic::warning(
                    CODE,
                    format!("{} {version} is known to be bad", pin.facts.image.program()),
                )
                .at(service.image.span, "")
                .note(bad.why.as_str())
                .help(format!(
                    "use {} or newer, or leave `image` out: stackgen pins `{}`",
                    range.before, pin.facts.image
                )),
            );
        }
    }
}
