//! Signals that are no PromQL, or disagree with their own examples.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::{Expr, Matcher};
use crate::stack::Profile;

const CODE: Code = Code::new("bad-signals");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "the matchers of an app's failed requests are no PromQL, or miss their own example",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for profile in &view.stack.profiles {
        let (Some(errors), Some(span)) = (&profile.errors, profile.errors_span) else { continue };
        match matchers(errors) {
            Err(reason) => found.push(
                Diagnostic::error(CODE, format!("`{errors}` is no list of matchers: {reason}"))
                    .at(span, "")
                    .help("for example: errors = 'status_code=~\"5..\"'"),
            ),
            Ok(expr) => found.extend(contradictions(profile, &expr).into_iter().map(|problem| {
                problem
                    .at(span, "picks the failed requests")
                    .note(
                        "the unit tests of the alerts on errors use these examples, and would fail",
                    )
                    .help(
                        "set `example_ok` and `example_error` under `signals` to the labels of one \
                         request that went well, and of one that failed",
                    )
            })),
        }
    }
}

/// The label that is put behind the matchers, to see that they end where they should.
const END: &str = "stackgen_end";

/// A selector with these matchers, and one more.
fn matchers(text: &str) -> Result<Expr, String> {
    let expr =
        Expr::parse(&format!("x{{{text},{END}=\"\"}}")).map_err(|error| error.to_string())?;
    let one = match &expr.selectors()[..] {
        [used] => {
            used.enclosing().is_empty()
                && used.selector().range().is_none()
                && used.selector().matchers().last().is_some_and(|last| last.label() == END)
        }
        _ => false,
    };
    if one { Ok(expr) } else { Err("it goes beyond the braces of one selector".to_owned()) }
}

fn contradictions(profile: &Profile, errors: &Expr) -> Option<Diagnostic> {
    let selectors = errors.selectors();
    let errors = selectors.first()?.selector().matchers();
    let picked = |example: &str| {
        let example = matchers(example).ok()?;
        let selectors = example.selectors();
        let labels = selectors.first()?.selector().matchers();
        let value = |matcher: &Matcher| {
            let label = labels.iter().find(|label| label.label() == matcher.label());
            label.map_or("", |label| label.value()).to_owned()
        };
        Some(errors.iter().all(|matcher| matcher.matches(&value(matcher))))
    };
    if let Some(example) = &profile.example_error
        && picked(example) == Some(false)
    {
        let message =
            format!("the example of a failed request, `{example}`, is not counted as one");
        return Some(Diagnostic::error(CODE, message));
    }
    let example = profile.example_ok.as_ref()?;
    let message = format!("the example of a good request, `{example}`, is counted as failed");
    (picked(example) == Some(true)).then(|| Diagnostic::error(CODE, message))
}
