//! What Prometheus says of the stack: which targets answer, and which alerts fire.

use crate::cli::reach::{self, Nowhere};
use crate::docker::{Engine, Home};
use crate::live::{Alerts, BaseUrl, Client, FiringAlert, Given, Prometheus, Targets, Time};
use crate::stack::Stack;
use crate::ui::Screen;
use crate::value::{Duration, Tier};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// What Prometheus says.
pub(super) struct Watched {
    at: BaseUrl,
    /// How many targets answered the last scrape.
    up: usize,
    /// How many have not been scraped yet.
    waiting: usize,
    down: Vec<Down>,
    /// What fires, the most urgent first. The sign of life is not among them.
    firing: Vec<Firing>,
}

/// A target that did not answer the last scrape.
struct Down {
    job: String,
    url: String,
    error: String,
}

/// An alert that fires.
#[derive(Debug, PartialEq)]
struct Firing {
    tier: String,
    name: String,
    /// Since when its condition holds.
    since: Option<Time>,
    /// For how long it has held.
    lasts: Option<Duration>,
    /// What tells it from others of its name.
    labels: BTreeMap<String, String>,
}

/// Asks Prometheus.
///
/// # Errors
/// Why it cannot be asked, in one line.
pub(super) async fn look(stack: &Stack, home: &Home, engine: &Engine) -> Result<Watched, String> {
    let found = reach::addresses(stack, home, Given::default(), engine).await;
    let at = found.map_err(|nowhere| match nowhere {
        Nowhere::Unknown(unpublished) => unpublished.to_string(),
        Nowhere::NotRunning(unpublished) => format!("{} does not run", unpublished.service),
    })?;
    // Nothing of it waits for the user's Ctrl-C.
    let asked = tokio::task::spawn_blocking(|| ask(at.prometheus)).await;
    asked.map_err(|error| error.to_string())?
}

fn ask(at: BaseUrl) -> Result<Watched, String> {
    let prometheus = Prometheus::new(Client::new("Prometheus", at.clone()));
    let targets = prometheus.targets().map_err(|error| error.to_string())?;
    let alerts = prometheus.alerts().map_err(|error| error.to_string())?;
    Ok(Watched::of(at, targets, &alerts))
}

impl Watched {
    fn of(at: BaseUrl, targets: Targets, alerts: &Alerts) -> Self {
        let mut watched = Self { at, up: 0, waiting: 0, down: vec![], firing: vec![] };
        for target in targets.active_targets {
            match target.health.as_str() {
                "up" => watched.up += 1,
                "unknown" => watched.waiting += 1,
                _ => watched.down.push(Down {
                    job: target.scrape_pool,
                    url: target.scrape_url,
                    error: target.last_error.trim().to_owned(),
                }),
            }
        }
        let firing = alerts.all.iter().filter(|alert| alert.state == "firing");
        watched.firing = firing.filter_map(|alert| Firing::of(alert, alerts.now)).collect();
        watched
            .firing
            .sort_by(|a, b| (&a.tier, &a.name, &a.labels).cmp(&(&b.tier, &b.name, &b.labels)));
        watched
    }

    /// Whether every target that was scraped answered, and nothing fires.
    pub(super) fn is_well(&self) -> bool {
        self.down.is_empty() && self.firing.is_empty()
    }

    /// For people.
    pub(super) fn show(&self, screen: &Screen) {
        let all = self.up + self.waiting + self.down.len();
        let waiting = match self.waiting {
            0 => String::new(),
            some => format!(", {some} not scraped yet"),
        };
        screen.data(&format!("\ntargets: {} of {all} up{waiting}\n", self.up));
        for Down { job, url, error } in &self.down {
            screen.data(&format!("  down: {job} {url}: {error}\n"));
        }
        screen.data(&format!("alerts: {} firing\n", self.firing.len()));
        if !self.firing.is_empty() {
            screen.data("\n");
            let rows: Vec<_> = self.firing.iter().map(Firing::cells).collect();
            screen.table(["ALERT", "TIER", "SINCE", "WHERE"], &rows);
        }
    }

    /// For machines.
    pub(super) fn json(&self) -> Json {
        let down = self
            .down
            .iter()
            .map(|Down { job, url, error }| json!({ "job": job, "url": url, "error": error }));
        json!({
            "address": self.at.as_str(),
            "targets": {
                "up": self.up,
                "waiting": self.waiting,
                "down": down.collect::<Vec<_>>(),
            },
            "alerts": self.firing.iter().map(Firing::json).collect::<Vec<_>>(),
        })
    }
}

impl Firing {
    /// `None` for the sign of life, which always fires.
    fn of(alert: &FiringAlert, now: Option<Time>) -> Option<Self> {
        let mut labels = alert.labels.clone();
        let mut take = |name: &str| labels.remove(name).unwrap_or_default();
        let (name, tier) = (take("alertname"), take("tier"));
        take("severity");
        if tier == Tier::Heartbeat.to_string() {
            return None;
        }
        let since = Time::of_json(&alert.active_at);
        let lasts =
            since.zip(now).map(|(since, now)| Duration::from_secs(now.since(since).as_secs()));
        Some(Self { tier, name, since, lasts, labels })
    }

    fn cells(&self) -> [String; 4] {
        let labels = self.labels.iter().map(|(name, value)| format!("{name}={value:?}"));
        let place = labels.collect::<Vec<_>>().join(" ");
        let lasts = self.lasts.map_or_else(|| "-".to_owned(), |lasts| format!("{lasts} ago"));
        [self.name.clone(), self.tier.clone(), lasts, place]
    }

    fn json(&self) -> Json {
        json!({
            "name": self.name,
            "tier": self.tier,
            "since": self.since.map(|since| since.to_string()),
            "labels": self.labels,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::ActiveTarget;

    fn alert(state: &str, name: &str, tier: &str) -> FiringAlert {
        let labels = [("alertname", name), ("tier", tier), ("severity", "x"), ("job", "redis")];
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        FiringAlert {
            labels: labels.into_iter().map(pair).collect(),
            state: state.to_owned(),
            active_at: "2026-11-24T20:00:00Z".to_owned(),
        }
    }

    fn watched(health: &[&str], all: Vec<FiringAlert>) -> Watched {
        let target = |health: &&str| ActiveTarget {
            scrape_pool: "redis".to_owned(),
            health: (*health).to_owned(),
            ..ActiveTarget::default()
        };
        let active_targets = health.iter().map(target).collect();
        let targets = Targets { active_targets, ..Targets::default() };
        let now = Time::of_json("2026-11-24T20:01:30.7Z");
        Watched::of(BaseUrl::at("127.0.0.1:9090"), targets, &Alerts { all, now })
    }

    #[test]
    fn what_fires_is_told_the_most_urgent_first_and_the_sign_of_life_is_not() {
        let watched = watched(
            &["up"],
            vec![
                alert("firing", "B", "P2"),
                alert("pending", "C", "P0"),
                alert("firing", "Watchdog", "heartbeat"),
                alert("firing", "A", "P0"),
            ],
        );
        let cells: Vec<_> = watched.firing.iter().map(|one| one.cells().join(" ")).collect();
        assert_eq!(cells, [r#"A P0 1m30s ago job="redis""#, r#"B P2 1m30s ago job="redis""#]);
        assert_eq!(watched.json()["alerts"][0]["since"], "2026-11-24T20:00:00.000Z");
        assert!(!watched.is_well());
    }

    #[test]
    fn a_target_that_is_down_is_not_well_and_one_that_was_not_scraped_yet_is() {
        let fresh = watched(&["up", "unknown"], vec![alert("firing", "Watchdog", "heartbeat")]);
        assert_eq!((fresh.up, fresh.waiting), (1, 1));
        assert!(fresh.is_well());
        let down = watched(&["up", "down"], vec![alert("pending", "A", "P0")]);
        assert_eq!(down.down.len(), 1);
        assert!(!down.is_well());
    }
}
