//! What a real Alertmanager makes of the rendered `alertmanager.yml`: how often the heartbeat goes out, and
//! which alerts hold back which.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::alertmanager;
use crate::hook::Hook;
use crate::running::Running;
use crate::support::cases;
use crate::support::tools::{self, Tool};

/// A rendered configuration that sends the heartbeat to this server, with minutes made seconds.
fn config(hook: &Hook) -> String {
    let path = "tests/snapshots/preset-production/alertmanager/alertmanager.yml";
    let text = fs::read_to_string(cases::repository(path)).expect("a golden");
    let heartbeat = "group_interval: 1m\n      repeat_interval: 50s";
    assert!(text.contains(heartbeat), "{text}");
    let text = text
        .replace(heartbeat, "group_interval: 3s\n      repeat_interval: 2500ms")
        .replace("resolve_timeout: \"5m\"", "resolve_timeout: 4s")
        .replace("/etc/alertmanager/templates/*.tmpl", "no-templates/*.tmpl");
    let take = format!("url: 'http://{}/take'", hook.address());
    text.replace("url_file: \"/run/secrets/receiver.heartbeat.url\"", &take)
}

fn start(tool: &Tool, hook: &Hook) -> Running {
    let config = config(hook);
    alertmanager::start_with(tool, &[("alertmanager.yml", &config)], || {
        vec!["--cluster.listen-address=".to_owned()]
    })
}

/// Posts alerts with these labels, as Prometheus does.
fn post(running: &Running, alerts: &[Json]) -> Result<(), String> {
    let alerts: Vec<Json> = alerts.iter().map(|labels| json!({ "labels": labels })).collect();
    let body = json!(alerts).to_string();
    let mut stream = TcpStream::connect(running.address()).map_err(|error| error.to_string())?;
    write!(
        stream,
        "POST /api/v2/alerts HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        running.address(),
        body.len()
    )
    .map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
    if answer.contains(" 200 ") { Ok(()) } else { Err(answer) }
}

#[test]
fn the_heartbeat_goes_out_in_each_interval_and_its_end_is_not_told() {
    let Some(tool) = tools::alertmanager() else { return };
    let hook = Hook::start();
    let mut running = start(tool, &hook);
    let watchdog = [json!({ "alertname": "Watchdog", "tier": "heartbeat", "severity": "none" })];
    running.wait_for(|running| post(running, &watchdog));
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(17) {
        sleep(Duration::from_secs(1));
        post(&running, &watchdog).expect("Alertmanager takes alerts");
    }
    // At 0, 3, 6, 9, 12 and 15 seconds; with an interval as long as the group's, every second one.
    let sent = hook.got("/take", "Watchdog").len();
    assert!((5..=7).contains(&sent), "{sent} messages in 17 seconds");

    // Prometheus is dead: the alert ends four seconds later, and that is news only for people.
    running.wait_for(|running| {
        let alerts =
            running.get("/api/v2/alerts?active=true").map_err(|error| error.to_string())?;
        if alerts.trim() == "[]" { Ok(()) } else { Err(alerts) }
    });
    sleep(Duration::from_secs(7));
    assert_eq!(hook.got("/take", "\"status\":\"resolved\""), Vec::<String>::new());
    let after = hook.got("/take", "Watchdog").len();
    sleep(Duration::from_secs(4));
    assert_eq!(hook.got("/take", "Watchdog").len(), after, "a sign of life of the dead");
}

#[test]
fn only_alerts_with_the_same_job_and_instance_are_held_back() {
    let Some(tool) = tools::alertmanager() else { return };
    let hook = Hook::start();
    let mut running = start(tool, &hook);
    let alert = |name: &str, tier: &str, more: Json| {
        let mut labels = json!({ "alertname": name, "tier": tier });
        let more = more.as_object().expect("a table").clone();
        labels.as_object_mut().expect("a table").extend(more);
        labels
    };
    let alerts = [
        // Nothing tells what they are about: they may be about different things.
        alert("BackupMissing", "P0", json!({ "team": "a" })),
        alert("TargetDown", "P1", json!({})),
        alert("InvoiceLate", "P1", json!({ "team": "b" })),
        alert("QueueLong", "P2", json!({})),
        alert("DiskFull", "P1", json!({ "mountpoint": "/" })),
        alert("DiskFilling", "P2", json!({ "mountpoint": "/" })),
        // The same instance.
        alert("DatabaseGone", "P0", json!({ "job": "db", "instance": "one" })),
        alert("DatabaseSlow", "P1", json!({ "job": "db", "instance": "one" })),
        alert("OtherSlow", "P1", json!({ "job": "db", "instance": "two" })),
        // The same job as a whole.
        alert("ShopErrors", "P0", json!({ "job": "shop" })),
        alert("ShopSlow", "P1", json!({ "job": "shop" })),
        alert("ShopInstance", "P1", json!({ "job": "shop", "instance": "one" })),
        alert("NoJob", "P2", json!({ "instance": "one" })),
        // An alert that silences others.
        alert("TargetDown", "P1", json!({ "job": "cache", "instance": "one" })),
        alert("CacheFull", "P2", json!({ "job": "cache", "instance": "one" })),
        // A file system.
        alert("HostDiskFull", "P1", json!({ "job": "node", "instance": "a", "mountpoint": "/" })),
        alert(
            "HostDiskFilling",
            "P2",
            json!({ "job": "node", "instance": "a", "mountpoint": "/" }),
        ),
        alert("HostOther", "P2", json!({ "job": "node", "instance": "a", "mountpoint": "/x" })),
    ];
    running.wait_for(|running| post(running, &alerts));
    let held = running.wait_for(|running| {
        post(running, &alerts)?;
        let text = running.get("/api/v2/alerts").map_err(|error| error.to_string())?;
        let all: Vec<Json> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let held = |alert: &&Json| alert["status"]["inhibitedBy"] != json!([]);
        let mut held: Vec<String> = all
            .iter()
            .filter(held)
            .map(|alert| alert["labels"]["alertname"].as_str().unwrap_or_default().to_owned())
            .collect();
        held.sort();
        if all.len() == alerts.len() && !held.is_empty() { Ok(held) } else { Err(text) }
    });
    assert_eq!(held, ["CacheFull", "DatabaseSlow", "HostDiskFilling", "ShopSlow"]);
}
