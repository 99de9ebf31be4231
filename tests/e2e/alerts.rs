//! Alerts that fire for real, from what went wrong to who is told, and when.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::engine::{self, Engine};
use crate::fixture::Fixture;
use crate::zone::Noon;
use crate::{http, poll};

/// Each tier has a receiver of its own: its name, and the address at which it listens.
const RECEIVERS: [(&str, &str); 4] =
    [("page", "/p0"), ("chat", "/p1"), ("mail", "/p2"), ("alive", "/alive")];

const ALL_WEEK: &str =
    r#"["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]"#;

/// Hours of a day.
struct Hours {
    from: &'static str,
    to: &'static str,
}

/// At noon, somebody is at work; at night, nobody is.
const DAY: Hours = Hours { from: "09:00", to: "18:00" };
const NIGHT: Hours = Hours { from: "01:00", to: "02:00" };

/// A stack with a receiver for each tier.
struct Watch<'e> {
    fixture: Fixture<'e>,
}

impl<'e> Watch<'e> {
    /// Launches one, with these working hours and the digest at this time of a zone in which it is noon,
    /// and with these changes of alerts. It watches when this returns.
    #[track_caller]
    fn start(
        engine: &'e Engine,
        noon: &Noon,
        hours: &Hours,
        digest: &str,
        alerts: &str,
    ) -> Option<Self> {
        let fixture = Fixture::new(engine)?;
        fixture.change_spec(
            "[receivers.hook]\ntype = \"webhook\"\nurl_file = \"secrets/hook-url\"\n",
            "",
        );
        for (name, path) in RECEIVERS {
            fixture.secret(&format!("{name}-url"), &fixture.receiver.url_at(path));
            let table = format!(
                "[receivers.{name}]\ntype = \"webhook\"\nurl_file = \"secrets/{name}-url\"\n\n[routing]"
            );
            fixture.change_spec("[routing]", &table);
        }
        let routing = format!(
            "P0 = [\"page\"]\nP1 = [\"chat\"]\nP2 = [\"mail\"]\nheartbeat = [\"alive\"]\n\n\
             [routing.working_hours]\ndays = {ALL_WEEK}\n{}timezone = \"{}\"\n\n\
             [routing.digest]\nat = \"{digest}\"\n\n{alerts}",
            hours.keys(),
            noon.zone
        );
        fixture.change_spec(
            "P0 = [\"hook\"]\nP1 = [\"hook\"]\nP2 = [\"hook\"]\nheartbeat = [\"hook\"]\n",
            &routing,
        );
        let up = fixture.up();
        assert!(up.succeeded(), "{up}");
        let watch = Self { fixture };
        for expr in ["redis_up == 1", "pg_up == 1", "rate(node_cpu_seconds_total[1m])"] {
            poll::until(expr, || match watch.fixture.query(expr)? {
                series if series.is_empty() => Err(format!("{expr} has no series")),
                _ => Ok(()),
            });
        }
        Some(watch)
    }

    /// Stops a part of the application, or of the stack itself.
    #[track_caller]
    fn stop(&self, service: &str) {
        self.either(service, "stop");
    }

    /// Starts it again.
    #[track_caller]
    fn start_again(&self, service: &str) {
        self.either(service, "start");
    }

    #[track_caller]
    fn either(&self, service: &str, what: &str) {
        let of_the_application = ["backend", "orders-db", "carts"].contains(&service);
        let ran = if of_the_application {
            self.fixture.application.compose([what, service])
        } else {
            self.fixture.compose([what, service])
        };
        assert!(ran.succeeded(), "{ran}");
    }

    /// Has the app answer with errors until an alert of that fires.
    #[track_caller]
    fn fail_requests(&self) {
        poll::until("the share of errors is too high", || {
            // A counter's first value is no increase, so they have to go on for a while.
            for _ in 0..4 {
                let _ = self.fixture.application.request("/fail");
            }
            let expr = r#"ALERTS{alertname="HighErrorRate",alertstate="firing"}"#;
            match self.fixture.query(expr)? {
                series if series.is_empty() => Err(format!("{expr} has no series")),
                _ => Ok(()),
            }
        });
    }

    /// The alerts of a name and a status that one address was told.
    fn told(&self, path: &str, name: &str, status: &str) -> Vec<Value> {
        let heard = self.fixture.receiver.heard_at(path);
        let alerts = heard.iter().flat_map(|said| said["alerts"].as_array().into_iter().flatten());
        let is = |alert: &&Value| alert["labels"]["alertname"] == name && alert["status"] == status;
        alerts.filter(is).cloned().collect()
    }

    /// The names of all alerts that one address was told.
    fn names(&self, path: &str) -> BTreeSet<String> {
        let heard = self.fixture.receiver.heard_at(path);
        let alerts = heard.iter().flat_map(|said| said["alerts"].as_array().into_iter().flatten());
        alerts
            .map(|alert| alert["labels"]["alertname"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Waits until an address is told of an alert, and returns what it is told.
    #[track_caller]
    fn hears(&self, path: &str, name: &str, status: &str) -> Value {
        poll::until(&format!("{path} is told that {name} is {status}"), || {
            match self.told(path, name, status).pop() {
                Some(alert) => Ok(alert),
                None => Err(format!("{:#?}\n{:#?}", self.names(path), self.groups()?)),
            }
        })
    }

    /// What Alertmanager says of its groups, each alert with the name of its receiver.
    fn groups(&self) -> Result<Vec<(String, Value)>, String> {
        let groups = http::json(&format!("{}/api/v2/alerts/groups", self.fixture.alertmanager))?;
        let groups = groups.as_array().cloned().unwrap_or_default();
        let alerts = groups.into_iter().flat_map(|group| {
            let receiver = group["receiver"]["name"].as_str().unwrap_or_default().to_owned();
            let alerts = group["alerts"].as_array().cloned().unwrap_or_default();
            alerts.into_iter().map(move |alert| (receiver.clone(), alert))
        });
        Ok(alerts.collect())
    }

    /// Waits until Alertmanager says that a receiver is kept from an alert for this reason: by which
    /// names.
    #[track_caller]
    fn kept(&self, receiver: &str, name: &str, reason: &str) -> Vec<String> {
        poll::until(&format!("{name} is kept from {receiver}: {reason}"), || {
            let groups = self.groups()?;
            let is = |(to, alert): &&(String, Value)| {
                to == receiver && alert["labels"]["alertname"] == name
            };
            let (_, alert) = groups.iter().find(is).ok_or_else(|| format!("{groups:#?}"))?;
            let by = alert["status"][reason].as_array().cloned().unwrap_or_default();
            if by.is_empty() || alert["status"]["state"] != "suppressed" {
                return Err(format!("{alert:#}"));
            }
            Ok(by.iter().map(|by| by.as_str().unwrap_or_default().to_owned()).collect())
        })
    }

    /// Waits until Alertmanager has counted that it did not send something for this reason.
    #[track_caller]
    fn counts_as_kept(&self, reason: &str) {
        let start = format!("alertmanager_notifications_suppressed_total{{reason=\"{reason}\"}} ");
        poll::until(&start, || {
            let page = http::get(&format!("{}/metrics", self.fixture.alertmanager))?;
            match page.lines().find_map(|line| line.strip_prefix(&start)) {
                Some(count) if count != "0" => Ok(()),
                count => Err(format!("{count:?}")),
            }
        });
    }
}

impl Hours {
    /// As a spec has them.
    fn keys(&self) -> String {
        format!("from = \"{}\"\nto = \"{}\"\n", self.from, self.to)
    }
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn by_day_p0_and_p1_are_told_p2_waits_for_its_digest_and_a_dead_target_speaks_alone() {
    let Some(engine) = engine::shared() else { return };
    let noon = Noon::now();
    // An exporter's last figures outlive it for as long as a rate looks back: without a word of
    // Alertmanager's, whoever hears that it is down would also hear of the processor.
    let alerts = "[alerts.RedisDown]\nfor = \"4s\"\n\n[alerts.TargetDown]\nfor = \"4s\"\n\n\
         [alerts.HighCPUUsage]\nthreshold = 0.1\nfor = \"45s\"\n\n\
         [alerts.HighErrorRate]\ntier = \"P2\"\nfor = \"4s\"\n";
    let Some(watch) = Watch::start(engine, &noon, &DAY, "06:00", alerts) else { return };
    watch.stop("carts");
    watch.stop("node-exporter");
    watch.fail_requests();

    let page = watch.hears("/p0", "RedisDown", "firing");
    assert_eq!(page["labels"]["tier"], "P0", "{page:#}");
    assert_eq!(page["labels"]["instance"], "carts", "{page:#}");
    let summary = page["annotations"]["summary"].as_str().unwrap_or_default();
    assert!(summary.contains("carts"), "{page:#}");
    watch.start_again("carts");

    let chat = watch.hears("/p1", "TargetDown", "firing");
    assert_eq!(chat["labels"]["tier"], "P1", "{chat:#}");
    assert_eq!(chat["labels"]["job"], "node-exporter", "{chat:#}");
    let silenced_by = watch.kept("P1", "HighCPUUsage", "inhibitedBy");
    assert_eq!(silenced_by, [chat["fingerprint"].as_str().unwrap_or_default()]);
    watch.counts_as_kept("inhibition");

    assert_eq!(watch.kept("P2", "HighErrorRate", "mutedBy"), ["digest"]);
    watch.counts_as_kept("active_time_interval");

    watch.hears("/p0", "RedisDown", "resolved");
    assert_eq!(watch.names("/p0"), names(["RedisDown"]));
    assert_eq!(watch.names("/p1"), names(["TargetDown"]));
    assert_eq!(watch.names("/p2"), names([]), "it is not the time of the digest");
    assert_eq!(watch.names("/alive"), names(["Watchdog"]));
}

#[test]
fn by_night_p1_waits_for_the_hours_and_is_told_when_they_begin() {
    let Some(engine) = engine::shared() else { return };
    let noon = Noon::now();
    let digest = noon.five_minutes_ago();
    let alerts = "[alerts.TargetDown]\ntier = \"P0\"\nfor = \"4s\"\n\n\
         [alerts.PostgresDown]\ntier = \"P1\"\nfor = \"4s\"\n\n\
         [alerts.HighErrorRate]\ntier = \"P2\"\nfor = \"4s\"\n";
    let Some(watch) = Watch::start(engine, &noon, &NIGHT, &digest, alerts) else { return };
    watch.stop("orders-db");
    watch.stop("carts-exporter");
    watch.fail_requests();

    let page = watch.hears("/p0", "TargetDown", "firing");
    assert_eq!(page["labels"]["tier"], "P0", "the spec says so: {page:#}");
    assert_eq!(page["labels"]["job"], "redis", "{page:#}");
    watch.start_again("carts-exporter");

    // It is the time of the digest, but nobody is at work.
    let mail = watch.hears("/p2", "HighErrorRate", "firing");
    assert_eq!(mail["labels"]["tier"], "P2", "{mail:#}");
    assert_eq!(watch.kept("P1", "PostgresDown", "mutedBy"), ["working-hours"]);
    watch.counts_as_kept("active_time_interval");
    watch.hears("/p0", "TargetDown", "resolved");
    assert_eq!(watch.names("/p1"), names([]), "nobody is at work");

    // The hours begin, and it lasts.
    watch.fixture.change_spec(&NIGHT.keys(), &DAY.keys());
    let reloaded = watch.fixture.stackgen(["reload"]);
    assert!(reloaded.succeeded(), "{reloaded}");
    watch.hears("/p1", "PostgresDown", "firing");

    assert_eq!(watch.names("/p0"), names(["TargetDown"]));
    assert_eq!(watch.names("/p1"), names(["PostgresDown"]));
    assert_eq!(watch.names("/p2"), names(["HighErrorRate"]));
    assert_eq!(watch.names("/alive"), names(["Watchdog"]));
}
