//! The checks on answers that a test makes up: each difference from the stack is found, and nothing
//! else is.

use super::delivery::Seen;
use super::receivers::Sent;
use super::{Outcome, Standing, delivery, receivers, routing, rules, targets};
use crate::live::{
    ActiveTarget, Addresses, BaseUrl, Counters, FiringAlert, Given, LoadedRule, ReceivedAlert,
    RuleGroup, Rules, Targets, Time,
};
use crate::pipeline::{Input, SpecText, resolve};
use crate::stack::{self, Part, Stack};
use crate::value::Duration;
use std::collections::BTreeMap;

const SPEC: &str = r#"
version = 1
name = "shop-monitoring"
preset = "standard"
[networks]
join = ["shop_default"]
[apps.backend]
targets = ["a:8080", "b:8080"]
convention = "express"
[receivers.hook]
type = "webhook"
url = "http://hook:8080/"
[receivers.teams]
type = "msteams"
webhook_url_file = "secrets/teams"
[routing]
P0 = ["hook", "teams"]
P1 = ["hook"]
P2 = []
"#;

fn stack(spec: &str) -> Stack {
    let spec = SpecText { name: "stack.toml".to_owned(), text: spec.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
    assert!(!resolved.diagnostics.has_errors(), "{:?}", resolved.diagnostics);
    resolved.stack.unwrap()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[track_caller]
fn finds(outcome: &Outcome, expected: &[(&str, &str)]) {
    let found: Vec<_> =
        outcome.findings.iter().map(|it| (it.subject.as_str(), it.problem.as_str())).collect();
    assert_eq!(found, expected);
    let helped = |finding: &super::Finding| finding.help.is_some() || finding.heals;
    assert!(outcome.findings.iter().all(helped), "{outcome:?}");
}

/// All targets of a stack, up.
fn all_up(stack: &Stack) -> Targets {
    let jobs = stack.jobs.iter().flat_map(|job| job.targets.iter().map(move |it| (job, it)));
    let active_targets = jobs.map(|(job, target)| ActiveTarget {
        discovered_labels: pairs(&[("__address__", &target.address), ("job", &job.name)]),
        labels: target.labels.iter().cloned().collect(),
        scrape_pool: job.name.clone(),
        scrape_url: format!("http://{}/metrics", target.address),
        last_error: String::new(),
        health: "up".to_owned(),
    });
    Targets { active_targets: active_targets.collect(), ..Targets::default() }
}

#[test]
fn targets_that_are_up_down_new_gone_and_unknown() {
    let stack = stack(SPEC);
    let mut targets = all_up(&stack);
    let outcome = targets::judge(&stack, &targets);
    finds(&outcome, &[]);
    assert_eq!(outcome.to_string(), "7/7 up");

    let at = |targets: &Targets, address: &str| {
        let is = |it: &ActiveTarget| it.discovered_labels["__address__"] == address;
        targets.active_targets.iter().position(is).unwrap()
    };
    let a = at(&targets, "a:8080");
    targets.active_targets[a].health = "down".to_owned();
    targets.active_targets[a].last_error = "server returned HTTP status 404 Not Found".to_owned();
    let b = at(&targets, "b:8080");
    targets.active_targets[b].health = "unknown".to_owned();
    let node = at(&targets, "node-exporter:9100");
    targets.active_targets[node].labels.insert("instance".to_owned(), "other".to_owned());
    let outcome = targets::judge(&stack, &targets);
    finds(
        &outcome,
        &[
            ("node-exporter node-exporter:9100", "is not scraped, or has other labels there"),
            ("backend a:8080", "http://a:8080/metrics: server returned HTTP status 404 Not Found"),
            ("backend b:8080", "has not been scraped yet"),
            ("node-exporter node-exporter:9100", "is scraped, but not rendered"),
        ],
    );
}

/// The rules of a stack as Prometheus has them before their first turn.
fn never_evaluated(stack: &Stack) -> Rules {
    let group = |group: stack::RuleGroup<'_>| {
        let recordings = group.recordings.iter().map(|rule| LoadedRule {
            kind: "recording".to_owned(),
            name: rule.record.clone(),
            query: rule.expr.clone(),
            labels: rule.labels.iter().cloned().collect(),
            health: "unknown".to_owned(),
            ..LoadedRule::default()
        });
        let alerts = group.alerts.iter().map(|rule| LoadedRule {
            kind: "alerting".to_owned(),
            name: rule.name.to_string(),
            query: rule.expr.clone(),
            duration: rule.hold.secs(),
            labels: rule.labels.iter().cloned().collect(),
            health: "unknown".to_owned(),
            ..LoadedRule::default()
        });
        RuleGroup {
            name: group.name.clone(),
            interval: 15.0,
            last_evaluation: "0001-01-01T00:00:00Z".to_owned(),
            rules: recordings.chain(alerts).collect(),
            ..RuleGroup::default()
        }
    };
    let groups = stack
        .parts
        .iter()
        .flat_map(Part::rule_files)
        .flat_map(|file| file.groups)
        .map(group)
        .collect();
    Rules { groups, now: Time::of_json("2026-11-24T20:00:00Z") }
}

#[test]
fn a_fresh_stack_tells_one_story() {
    let stack = stack(SPEC);
    let mut targets = all_up(&stack);
    for target in &mut targets.active_targets {
        target.health = "unknown".to_owned();
    }
    let wait = Duration::from_secs(165);
    let standing = Standing::of(&stack, &targets, &[], wait);
    let dashboards = stack.parts.iter().flat_map(|part| &part.dashboards).count();
    assert_eq!(standing.dark.len(), dashboards, "no panel is judged before its target is");
    assert!(standing.settled.is_empty());
    assert!(targets::judge(&stack, &targets).findings.iter().all(|finding| finding.heals));

    let rules = never_evaluated(&stack);
    let outcome = rules::judge(&stack, &rules, &BTreeMap::new());
    assert_eq!(outcome.findings.len(), rules.groups.len(), "one for each group: {outcome:#?}");
    assert!(outcome.findings.iter().all(|finding| finding.heals));
    let last = outcome.findings.last().map(|finding| finding.problem.clone()).unwrap_or_default();
    let rendered = "rules has been evaluated yet: its turn comes every 15 s";
    assert!(last.starts_with("none of its ") && last.ends_with(rendered), "{last}");
    assert!(outcome.to_string().starts_with("0/"), "{outcome}");
}

#[test]
fn nothing_is_waited_for_where_waiting_changes_nothing() {
    let stack = stack(SPEC);
    let mut targets = all_up(&stack);
    let mut heals = |error: &str| {
        targets.active_targets[0].health = "down".to_owned();
        targets.active_targets[0].last_error = error.to_owned();
        targets::judge(&stack, &targets).may_heal()
    };
    assert!(heals("connect: connection refused"));
    assert!(heals("server returned HTTP status 503 Service Unavailable"));
    for error in ["server returned HTTP status 404 Not Found", "x509: unknown authority"] {
        assert!(!heals(error), "{error}");
    }

    // Scraped every 15 s for 165 s: eleven times, of which one may have been missed.
    let targets = all_up(&stack);
    let wait = Duration::from_secs(165);
    let counts = |count: f64| -> Vec<_> {
        let jobs = stack.jobs.iter().flat_map(|job| job.targets.iter().map(move |_| &job.name));
        jobs.map(|job| (pairs(&[("job", job)]), count)).collect()
    };
    let settled = |count| Standing::of(&stack, &targets, &counts(count), wait).settled;
    assert!(settled(10.0).contains("app") && settled(10.0).contains("overview"));
    assert!(settled(9.0).is_empty());
}

fn seen(stack: &Stack) -> Seen {
    let alerts = stack.parts.iter().flat_map(|part| &part.alerts);
    assert!(alerts.into_iter().any(|alert| alert.name.as_str() == "Watchdog"));
    Seen {
        alertmanagers: vec!["http://alertmanager:9093/api/v2/alerts".to_owned()],
        firing: vec![FiringAlert {
            labels: pairs(&[("alertname", "Watchdog")]),
            state: "firing".to_owned(),
            ..FiringAlert::default()
        }],
        received: Ok(vec![ReceivedAlert::new(&[("alertname", "Watchdog")], &["nobody"])]),
    }
}

#[test]
fn links_between_rule_and_receiver() {
    let stack = stack(SPEC);
    let good = seen(&stack);
    finds(&delivery::judge(&stack, &good), &[]);

    let other = "http://other:9093/api/v2/alerts";
    let bad = Seen { alertmanagers: vec![other.to_owned()], ..good.clone() };
    let link = "Prometheus to Alertmanager";
    finds(
        &delivery::judge(&stack, &bad),
        &[
            (link, "Prometheus sends its alerts to no alertmanager:9093"),
            (link, "Prometheus also sends its alerts to http://other:9093/api/v2/alerts"),
        ],
    );
    let mut bad = good.clone();
    bad.firing[0].state = "pending".to_owned();
    bad.received = Ok(vec![]);
    finds(
        &delivery::judge(&stack, &bad),
        &[
            ("Watchdog", "does not fire in Prometheus, although it always should"),
            ("Watchdog", "fires, but has not arrived in Alertmanager"),
        ],
    );
    let received = Ok(vec![ReceivedAlert::new(&[("alertname", "Watchdog")], &["P0"])]);
    let bad = Seen { received, ..good };
    let routed = "is routed to `P0`, but rendered for `nobody`";
    finds(&delivery::judge(&stack, &bad), &[("Watchdog", routed)]);
}

#[test]
fn tiers_and_their_receivers() {
    let stack = stack(SPEC);
    let alerting = stack.alerting.as_ref().unwrap();
    let alert = |tier: &str, receivers: &[&str]| {
        ReceivedAlert::new(&[("tier", tier), (routing::LABEL, "now")], receivers)
    };
    let good = [alert("P0", &["P0"]), alert("P1", &["P1"]), alert("P2", &["nobody"])];
    let outcome = routing::judge(alerting, "now", &good);
    finds(&outcome, &[]);
    assert_eq!(outcome.passed, ["P0 to hook, teams", "P1 to hook", "P2 to nobody"]);
    let bad = [alert("P0", &["P0", "P1"]), alert("P1", &["nobody"])];
    finds(
        &routing::judge(alerting, "now", &bad),
        &[
            ("P0 to hook, teams", "is routed to `P0, P1`, not to `P0`"),
            ("P1 to hook", "is routed to `nobody`, not to `P1`"),
            ("P2 to nobody", "the test alert was posted, but Alertmanager does not have it"),
        ],
    );
    assert!(routing::judge(alerting, "earlier", &good).passed.is_empty());
    assert!(routing::loose("now", &good), "no silence keeps them");
    assert!(!routing::loose("earlier", &good));
}

#[test]
fn messages_by_the_counters() {
    let stack = stack(SPEC);
    let all = stack.alerting.as_ref().unwrap().receivers();
    assert_eq!(all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["hook", "teams"]);
    let page = |tries: u32, failed_tries: u32, failed: u32| {
        let labels = "integration=\"msteamsv2\",receiver_name=\"test teams\"";
        let other = "integration=\"webhook\",receiver_name=\"test hook\"";
        Counters::read(&format!(
            "alertmanager_notification_requests_total{{{labels}}} {tries}\n\
             alertmanager_notification_requests_total{{{other}}} {}\n\
             alertmanager_notification_requests_failed_total{{{labels}}} {failed_tries}\n\
             alertmanager_notifications_failed_total{{{labels},reason=\"authError\"}} {failed}\n\
             alertmanager_notifications_failed_total{{{labels},reason=\"other\"}} 4\n",
            7 * tries
        ))
    };
    let before = page(5, 3, 1);
    assert!(receivers::tell_apart(&before));
    let sent = |now: Counters| receivers::sent(all[1], &before, &now);
    assert_eq!(sent(page(5, 3, 1)), Sent::NotYet);
    assert_eq!(sent(page(6, 4, 1)), Sent::Retried);
    assert_eq!(sent(page(7, 4, 1)), Sent::Yes);
    assert_eq!(sent(page(6, 4, 2)), Sent::No("authError".to_owned()));

    let outcome = receivers::judge(&[
        (all[0], Ok(Sent::Yes)),
        (all[1], Ok(Sent::No("authError".to_owned()))),
    ]);
    assert_eq!(outcome.passed, ["hook (webhook)"]);
    let reason = "has not taken it; Alertmanager gives the reason `authError`";
    finds(&outcome, &[("teams (msteams)", reason)]);
    assert!(receivers::judge(&[]).skipped.is_some());
}

#[test]
fn addresses_are_published_or_given() {
    let at = |spec: &str, given: &Given| Addresses::of(&stack(spec), given);
    let url = |address: &str| BaseUrl::at(address);
    let found = at(SPEC, &Given::default()).unwrap();
    assert_eq!(found.prometheus, url("127.0.0.1:9090"));
    assert_eq!(found.alertmanager, Some(url("127.0.0.1:9093")));

    let given = Given { prometheus: Some(url("other:1")), alertmanager: None };
    assert_eq!(at(SPEC, &given).unwrap().prometheus, url("other:1"));

    let minimal = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";
    assert_eq!(at(minimal, &Given::default()).unwrap().alertmanager, None);
}
