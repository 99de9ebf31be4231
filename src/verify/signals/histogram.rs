//! The histogram of the time to answer, and the bucket at the latency threshold.

use super::edit::quoted;
use super::{App, Report, guess};
use crate::value::Duration;

/// Whether the histogram is there, and has the bound of the app's latency threshold.
pub(super) fn look(app: &App<'_>, report: &mut Report) {
    let Some(wanted) = &app.profile.duration else { return };
    if app.seen.series.contains(&format!("{wanted}_bucket")) {
        return bounds(app, wanted, false, report);
    }
    let other = guess::histogram(&app.seen.series);
    let what = match kind(app, wanted) {
        Some(what) => what,
        None if app.declared(wanted).is_some() => {
            report.undecided = Some(format!(
                "it has timed no request since it started: send it one and run `stackgen verify` \
                 again to see which bounds `{wanted}` has"
            ));
            return;
        }
        None if other.is_some() => format!("its metrics lack the histogram `{wanted}`"),
        None => return report.missing.push(wanted.clone()),
    };
    if let Some(other) = other {
        report.problems.push(format!("{what}; `{other}` looks like it"));
        report.edit.signal("duration", &quoted(&other));
        bounds(app, &other, true, report);
    } else {
        report.problems.push(what);
        report.advice.push(
            "make it a histogram with buckets in the app: only buckets can be added up over \
             instances and compared with a threshold"
                .to_owned(),
        );
    }
}

/// What the metric is, if it is there and has no buckets.
fn kind(app: &App<'_>, wanted: &str) -> Option<String> {
    let seen = &app.seen;
    let has = |name: &str| seen.series.contains(name);
    let quantiles = seen.unbucketed.iter().any(|labels| labels.contains_key("quantile"));
    let declared = app.declared(wanted);
    Some(match declared {
        _ if quantiles => format!("`{wanted}` is a summary: it has quantiles instead of buckets"),
        Some("histogram") if has(wanted) => {
            format!("`{wanted}` is a native histogram, and the rules read classic buckets")
        }
        Some(other) if has(wanted) => format!("`{wanted}` is a {other}, not a histogram"),
        None if has(wanted) => format!("`{wanted}` is not a histogram"),
        _ if has(&format!("{wanted}_count")) => format!("`{wanted}` has no buckets"),
        _ => return None,
    })
}

/// Whether one of the bounds is the threshold.
fn bounds(app: &App<'_>, metric: &str, renamed: bool, report: &mut Report) {
    let Some(threshold) = &app.profile.latency_threshold else { return };
    let mut bounds: Vec<f64> = app.seen.bounds.iter().filter_map(|le| le.parse().ok()).collect();
    bounds.retain(|bound: &f64| bound.is_finite());
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let secs = threshold.secs();
    let there = bounds.iter().any(|bound| same(*bound, secs));
    if there && !renamed {
        return;
    }
    if bounds.is_empty() {
        report.problems.push(format!("`{metric}` has no bucket but the last, `+Inf`"));
        report.advice.push(format!("give the histogram in the app a bucket at {secs} s"));
        return;
    }
    let listed: Vec<_> = bounds.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    if !there {
        report.problems.push(format!(
            "`{metric}` has no bucket at {secs} s, the latency threshold, so slow requests are not \
             counted; its bounds are {listed}"
        ));
        // In milliseconds, a bound that is no whole number of them cannot be written.
        let whole =
            |bound: &&f64| Duration::from_millis(millis(**bound)).secs().total_cmp(bound).is_eq();
        let near = bounds.iter().filter(whole).find(|bound| **bound >= secs);
        if let Some(near) = near.or_else(|| bounds.iter().rfind(whole)) {
            let near = Duration::from_millis(millis(*near));
            report.edit.app("latency_threshold", &quoted(&near.to_string()));
        }
        report.advice.push(format!("or give the histogram in the app a bucket at {secs} s"));
    }
    report.edit.signal("buckets", &format!("[{listed}]"));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds are seconds")]
fn millis(secs: f64) -> u64 {
    (secs * 1000.0).round() as u64
}

fn same(bound: f64, secs: f64) -> bool {
    (bound - secs).abs() <= 1e-9 * secs.abs().max(1e-9)
}
