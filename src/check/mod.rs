//! What a spec does that works, but not as meant: one file per check.
//!
//! [`check`] runs every one of [`CHECKS`] over a resolved [`Stack`] and does no I/O. Each check has
//! a stable code, which is also the name of its page under `docs/checks/`; the examples on that
//! page are its tests.
//!
//! A check sees the stack through a `View` (`view.rs`), which reads every expression once for all of
//! them (`expression.rs`) and knows which metrics the stack's jobs provide (`metrics.rs`).
//!
//! An *error* is what cannot work, or must not be published: nothing is written then. A *warning*
//! is what works, but likely not as meant.

mod dependency_cycle;
mod destination;
mod expression;
mod list;
mod metrics;
mod place;
mod target_labels;
#[cfg(test)]
mod tests;
mod view;

mod alert_budget;
mod always_fires;
mod bad_image;
mod bad_pattern;
mod bad_record_name;
mod bad_signals;
mod bare_panel;
mod broad_silence;
mod costly_test;
mod crowded_dashboard;
mod dead_matcher;
mod double_scrape;
mod dropped_label;
mod exposed_without_auth;
mod exposed_without_tls;
mod floating_image;
mod foreign_secret;
mod hopeless_probe;
mod host_access;
mod latency_bucket;
mod loopback_target;
mod missing_runbook;
mod missing_tests;
mod no_heartbeat;
mod no_match;
mod no_network;
mod no_receiver;
mod noisy_heartbeat;
mod not_a_vector;
mod old_image;
mod placeholder_address;
mod port_clash;
mod project_name_taken;
mod raw_counter;
mod replaced_integration;
mod short_retention;
mod short_window;
mod stale_series;
mod template_fault;
mod unknown_metric;
mod unread_expression;
mod unrendered_mount;
mod unrouted_alert;
mod unused_receiver;
mod wrong_rate;
mod wrong_series_labels;

use crate::diag::{Code, Diagnostics, Severity, Sources};
use crate::stack::Stack;
use view::View;

/// A check.
#[derive(Debug)]
pub struct Check {
    /// Its stable name.
    pub code: Code,
    /// How bad the worst is that it reports.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    run: fn(&View<'_>, &mut Diagnostics),
}

/// Every check, in the order in which they run.
pub const CHECKS: &[Check] = &[
    // What is published, and where it leads.
    port_clash::CHECK,
    dependency_cycle::CHECK,
    exposed_without_auth::CHECK,
    exposed_without_tls::CHECK,
    floating_image::CHECK,
    unrendered_mount::CHECK,
    old_image::CHECK,
    bad_image::CHECK,
    loopback_target::CHECK,
    no_network::CHECK,
    project_name_taken::CHECK,
    double_scrape::CHECK,
    bad_pattern::CHECK,
    stale_series::CHECK,
    hopeless_probe::CHECK,
    host_access::CHECK,
    foreign_secret::CHECK,
    replaced_integration::CHECK,
    // Whom alerts reach.
    no_receiver::CHECK,
    no_heartbeat::CHECK,
    noisy_heartbeat::CHECK,
    unused_receiver::CHECK,
    placeholder_address::CHECK,
    unrouted_alert::CHECK,
    alert_budget::CHECK,
    // Apps.
    bad_signals::CHECK,
    latency_bucket::CHECK,
    // Expressions.
    unread_expression::CHECK,
    not_a_vector::CHECK,
    unknown_metric::CHECK,
    dead_matcher::CHECK,
    no_match::CHECK,
    wrong_rate::CHECK,
    raw_counter::CHECK,
    short_window::CHECK,
    short_retention::CHECK,
    bad_record_name::CHECK,
    wrong_series_labels::CHECK,
    // Alerts.
    always_fires::CHECK,
    dropped_label::CHECK,
    template_fault::CHECK,
    broad_silence::CHECK,
    missing_runbook::CHECK,
    missing_tests::CHECK,
    costly_test::CHECK,
    // Dashboards.
    bare_panel::CHECK,
    crowded_dashboard::CHECK,
];

/// Runs every check over a stack. `sources` are those that it was built from.
pub fn check(stack: &Stack, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut view = View::new(stack, sources);
    for check in CHECKS {
        (check.run)(&view, diagnostics);
        // What the catalogue makes of signals that are none is no expression, and not its mistake.
        if check.code == bad_signals::CHECK.code && diagnostics.has(check.code) {
            view.expressions.retain(|expression| expression.own);
        }
    }
}
