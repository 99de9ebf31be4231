//! Signals that are no PromQL, or lack examples, or disagree with them.

use super::Check;
use super::expression::Site;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::{Expr, MatchOp, Matcher, ParseError};
use crate::stack::Stack;

const CODE: Code = Code::new("bad-signals");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "the matchers of an app's failed requests are not PromQL, or miss their own example",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for profile in &view.stack.profiles {
        let (Some(errors), Some(span)) = (&profile.errors, profile.errors_span) else { continue };
        let picks = match matchers(errors) {
            Ok(picks) => picks,
            Err(reason) => {
                found.push(
                    Diagnostic::error(
                        CODE,
                        format!("`{errors}` is not a list of matchers: {reason}"),
                    )
                    .at(span, "")
                    .help("for example: errors = 'status_code=~\"5..\"'"),
                );
                continue;
            }
        };
        let examples = [
            ("example_ok", &profile.example_ok, "200"),
            ("example_error", &profile.example_error, "500"),
        ];
        for (key, example, status) in examples {
            let problem = match example {
                // Without a counter of requests, nothing is made of `errors`.
                None if profile.requests.is_none() => continue,
                None => Diagnostic::error(CODE, format!("`errors` needs `{key}` beside it"))
                    .at(span, "picks the failed requests"),
                Some(example) => match labels(&example.value) {
                    Err(reason) => Diagnostic::error(
                        CODE,
                        format!("`{}` is not a list of labels: {reason}", example.value),
                    )
                    .at(example.span, ""),
                    Ok(labels) if counts_as_failed(&picks, &labels) != (key == "example_error") => {
                        contradiction(key, &example.value).at(span, "picks the failed requests")
                    }
                    Ok(_) => continue,
                },
            };
            found.push(
                problem
                    .note("the unit tests of the alerts on errors use these examples, and would fail")
                    .help(format!("for example, as /metrics shows a request: {key} = 'status_code=\"{status}\"'")),
            );
        }
    }
    if found.has(CODE) {
        return;
    }
    found.extend(too_many(view));
    found.extend(too_long(view));
}

/// More profiles than stackgen makes rules for. Each has rules and unit tests of its own, which cost
/// memory here and time at each evaluation.
fn too_many(view: &View<'_>) -> Option<Diagnostic> {
    let most = Stack::MOST_PROFILES;
    let one_more = view.stack.profiles.get(most)?;
    let problem = Diagnostic::error(CODE, "the apps differ too much in their signals")
        .note(format!(
            "each app with `signals` of its own, and each convention and latency threshold in use, has its own recording rules: at most {most} times"
        ))
        .help("give apps with the same metrics one convention instead of `signals` of their own")
        .help("or split the apps between several stacks");
    let job = view.stack.jobs.iter().find(|job| job.is_of(one_more));
    Some(match job {
        Some(job) => {
            problem.at(job.span, "no rules are made for this app, nor for further ones that differ")
        }
        None => problem,
    })
}

/// Signals that make a rule longer than anybody reads.
fn too_long(view: &View<'_>) -> Option<Diagnostic> {
    let (recording, error) = view.expressions.iter().find_map(|expression| {
        match (&expression.parsed, expression.site) {
            (
                Err(error @ (ParseError::TooLong { .. } | ParseError::TooDeep { .. })),
                Site::Recording(recording),
            ) if !expression.own => Some((recording, error)),
            _ => None,
        }
    })?;
    let mut apps = view.stack.apps();
    let (job, _) = apps.find(|(_, profile)| Some(profile.name()) == recording.profile)?;
    Some(
        Diagnostic::error(CODE, "the signals of this app do not fit in one rule")
            .at(job.span, "")
            .note(format!("in the recording rule `{}`, {error}", recording.record))
            .help("write shorter matchers"),
    )
}

fn contradiction(key: &str, example: &str) -> Diagnostic {
    let message = match key {
        "example_error" => {
            format!("the example of a failed request, `{example}`, is not counted as one")
        }
        _ => format!("the example of a good request, `{example}`, is counted as failed"),
    };
    Diagnostic::error(CODE, message)
        .help("set `example_ok` and `example_error` under `signals` to the labels of one request that went well, and of one that failed")
}

/// The label that is put behind the matchers, to see that they end where they should.
const END: &str = "stackgen_end";

/// A list of matchers.
fn matchers(text: &str) -> Result<Vec<Matcher>, String> {
    let expr =
        Expr::parse(&format!("x{{{text},{END}=\"\"}}")).map_err(|error| error.to_string())?;
    let selectors = expr.selectors();
    let [used] = &selectors[..] else {
        return Err("it does not fit between the braces of one selector".to_owned());
    };
    let alone = used.enclosing().is_empty() && used.selector().range().is_none();
    match used.selector().matchers() {
        [own @ .., end] if alone && end.label() == END && !own.is_empty() => Ok(own.to_vec()),
        _ => Err("it does not fit between the braces of one selector".to_owned()),
    }
}

/// Labels with one value each, as a series has them.
fn labels(text: &str) -> Result<Vec<Matcher>, String> {
    let labels = matchers(text)?;
    let mut names: Vec<_> = labels.iter().map(Matcher::label).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < labels.len() || labels.iter().any(|label| label.op() != MatchOp::Equal) {
        return Err("each label has one value, after `=`".to_owned());
    }
    Ok(labels)
}

/// Whether a request with these labels is picked. A label that is not there is empty.
fn counts_as_failed(picks: &[Matcher], labels: &[Matcher]) -> bool {
    let value = |name: &str| {
        labels.iter().find(|label| label.label() == name).map_or("", |label| label.value())
    };
    picks.iter().all(|pick| pick.matches(value(pick.label())))
}
