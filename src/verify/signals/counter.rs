//! The counter of requests, and the labels by which rules select among its series.

use super::edit::{literal, quoted};
use super::guess::{self, Failure, is_status};
use super::{App, Labels, Report, some};
use crate::promql::{Expr, MatchOp, Matcher};

/// Whether the counter is there, and has its labels.
pub(super) fn look(app: &App<'_>, report: &mut Report) {
    let Some(wanted) = &app.profile.requests else { return };
    if app.seen.series.contains(wanted) {
        return labels(app, wanted, report);
    }
    if app.declared(wanted).is_some() {
        report.undecided = Some(format!(
            "it has counted no request since it started: send it one and run `stackgen verify` \
             again to see which labels `{wanted}` has"
        ));
        return;
    }
    match guess::counter(&app.seen.series) {
        Some(other) => {
            report.problems.push(format!(
                "its metrics lack `{wanted}`, which counts requests; `{other}` looks like it"
            ));
            report.edit.signal("requests", &quoted(&other));
            labels(app, &other, report);
        }
        None => report.missing.push(wanted.clone()),
    }
}

/// The matchers that pick failed requests.
fn matchers(errors: &str) -> Vec<Matcher> {
    let Ok(expr) = Expr::parse(&format!("x{{{errors}}}")) else { return vec![] };
    let selectors = expr.selectors();
    let first = selectors.first().map(|used| used.selector().matchers());
    first.unwrap_or_default().to_vec()
}

/// Whether a matcher asks only for the label to be there: such a label is missing as long as nothing
/// has failed.
fn asks_for_presence(matcher: &Matcher) -> bool {
    match matcher.op() {
        MatchOp::NotEqual => matcher.value().is_empty(),
        MatchOp::Regex => matcher.value() == ".+",
        MatchOp::Equal | MatchOp::NotRegex => false,
    }
}

fn labels(app: &App<'_>, metric: &str, report: &mut Report) {
    let values = app.values();
    let picks = app.profile.errors.as_deref().map(matchers).unwrap_or_default();
    let mut failure = None;
    let lacks = |pick: &&Matcher| !values.contains_key(pick.label()) && !asks_for_presence(pick);
    if let Some(pick) = picks.iter().find(lacks) {
        let label = pick.label();
        failure = guess::failure(&values);
        let what =
            format!("`{metric}` has no label `{label}`, by which failed requests are counted");
        report.problems.push(match &failure {
            Some(Failure { label, .. }) => {
                let seen = some(values[label.as_str()].iter().copied());
                format!("{what}; its label `{label}` has {seen}")
            }
            None if values.is_empty() => format!("{what}, nor any other label"),
            None => format!("{what}; its labels are {}", some(values.keys().copied())),
        });
        if failure.is_none() {
            report.advice.push(format!(
                "add `{label}` to the counter in the app, or pick the failed requests by another \
                 label: set `errors`, `example_ok` and `example_error` under [apps.{}.signals]",
                app.job.name
            ));
        }
    } else if app.profile.has_errors_of_convention() {
        failure = other_values(app, metric, &picks, report);
    }
    let route = app.profile.route.as_deref().filter(|route| !values.contains_key(route));
    let route = route.and_then(|wanted| {
        let other = guess::route(&values)?;
        report.problems.push(format!(
            "`{metric}` has no label `{wanted}`, by which failures are shown; `{other}` looks like it"
        ));
        report.edit.signal("route", &quoted(&other));
        Some(other)
    });
    if let Some(failure) = &failure {
        report.edit.signal("errors", &literal(&failure.matcher));
    }
    if failure.is_some() || route.is_some() {
        examples(app, &picks, failure.as_ref(), route.as_deref(), report);
    }
}

/// The label is there, but has values of a kind that the convention's matcher never picks.
fn other_values(
    app: &App<'_>,
    metric: &str,
    picks: &[Matcher],
    report: &mut Report,
) -> Option<Failure> {
    let values = app.values();
    let example = app.profile.example_ok.as_ref().map(|example| matchers(&example.value))?;
    let by_code = |pick: &&Matcher| {
        example.iter().any(|own| own.label() == pick.label() && is_status(own.value()))
    };
    let pick = picks.iter().find(by_code)?;
    let seen = values.get(pick.label())?;
    if seen.iter().any(|value| is_status(value) || pick.matches(value)) {
        return None;
    }
    report.problems.push(format!(
        "the label `{}` of `{metric}` has {}, which are not HTTP status codes, so `{pick}` picks none",
        pick.label(),
        some(seen.iter().copied())
    ));
    let failure = guess::failure(&values);
    if failure.is_none() {
        report.advice.push(format!(
            "pick the failed requests by other values: set `errors`, `example_ok` and \
             `example_error` under [apps.{}.signals]",
            app.job.name
        ));
    }
    failure
}

/// Labels of a good and of a failed request that go with what is written: the unit tests of the alerts
/// are made of them.
fn examples(
    app: &App<'_>,
    picks: &[Matcher],
    failure: Option<&Failure>,
    route: Option<&str>,
    report: &mut Report,
) {
    let known = [&app.profile.example_ok, &app.profile.example_error];
    for (at, key) in ["example_ok", "example_error"].into_iter().enumerate() {
        let mut labels = Labels::new();
        if let Some(Failure { label, ok, failed, .. }) = failure {
            let value = if at == 0 { ok } else { failed };
            labels.insert(label.clone(), value.clone());
        } else {
            let example = known[at].as_ref().map(|example| matchers(&example.value));
            let of_pick = |own: &&Matcher| picks.iter().any(|it| it.label() == own.label());
            for own in example.iter().flatten().filter(of_pick) {
                labels.insert(own.label().to_owned(), own.value().to_owned());
            }
        }
        if let Some(route) = route.or(app.profile.route.as_deref().filter(|it| has(app, it))) {
            labels.insert(route.to_owned(), "/".to_owned());
        }
        let pairs: Vec<_> =
            labels.iter().map(|(label, value)| format!("{label}=\"{value}\"")).collect();
        report.edit.signal(key, &literal(&pairs.join(",")));
    }
}

fn has(app: &App<'_>, label: &str) -> bool {
    app.values().contains_key(label)
}
