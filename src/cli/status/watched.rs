//! What Prometheus says of the stack: which targets answer, and which alerts fire.

use crate::cli::reach::{self, Nowhere};
use crate::docker::{Engine, Home};
use crate::live::{Alerts, BaseUrl, Client, FiringAlert, Given, Prometheus, Targets, Time};
use crate::report::status as report;
use crate::stack::Stack;
use crate::ui::{Cell, Screen, Table, Tone};
use crate::value::{Duration, Tier};
use std::collections::BTreeMap;

/// What Prometheus says.
pub(super) struct Watched {
    at: BaseUrl,
    /// How many targets the spec asks for.
    expected: usize,
    /// How many targets answered the last scrape.
    up: usize,
    /// How many have not been scraped yet, or Prometheus does not know of yet.
    waiting: usize,
    down: Vec<Down>,
    /// What fires, the most urgent first. The heartbeat is not among them.
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
/// Why it cannot be reached, in one line.
pub(super) async fn look(stack: &Stack, home: &Home, engine: &Engine) -> Result<Watched, String> {
    let found = reach::addresses(stack, home, Given::default(), engine).await;
    let at = found.map_err(|nowhere| match nowhere {
        Nowhere::Unknown(unpublished) => unpublished.to_string(),
        Nowhere::NotRunning(unpublished) => format!("{} does not run", unpublished.service),
    })?;
    // Nothing of it waits for the user's Ctrl-C.
    let expected = stack.jobs.iter().map(|job| job.targets.len()).sum();
    let asked = tokio::task::spawn_blocking(move || ask(at.prometheus, expected)).await;
    asked.map_err(|error| error.to_string())?
}

fn ask(at: BaseUrl, expected: usize) -> Result<Watched, String> {
    let prometheus = Prometheus::new(Client::new("Prometheus", at.clone()));
    let targets = prometheus.targets().map_err(|error| error.to_string())?;
    let alerts = prometheus.alerts().map_err(|error| error.to_string())?;
    Ok(Watched::of(at, expected, targets, &alerts))
}

impl Watched {
    fn of(at: BaseUrl, expected: usize, targets: Targets, alerts: &Alerts) -> Self {
        let mut watched = Self { at, expected, up: 0, waiting: 0, down: vec![], firing: vec![] };
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
        let known = watched.up + watched.waiting + watched.down.len();
        watched.waiting += expected.saturating_sub(known);
        let firing = alerts.all.iter().filter(|alert| alert.state == "firing");
        watched.firing = firing.filter_map(|alert| Firing::of(alert, alerts.now)).collect();
        watched
            .firing
            .sort_by(|a, b| (&a.tier, &a.name, &a.labels).cmp(&(&b.tier, &b.name, &b.labels)));
        watched
    }

    /// Why not all is well, in one line; nothing if every target answers, and nothing fires.
    pub(super) fn unwell(&self) -> Option<String> {
        let counted = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
        let targets = |count: usize| if count == 1 { "target" } else { "targets" };
        let alerts = if self.firing.len() == 1 { "alert fires" } else { "alerts fire" };
        let parts = [
            counted(self.down.len(), &format!("{} down", targets(self.down.len()))),
            counted(self.waiting, &format!("{} not scraped yet", targets(self.waiting))),
            counted(self.firing.len(), alerts),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// For people.
    pub(super) fn show(&self, screen: &Screen) {
        screen.detail(&format!("Prometheus was asked at {}", self.at));
        let all = self.up + self.waiting + self.down.len();
        let mut targets = vec![Cell::from(&*format!("targets: {} of {all} up", self.up))];
        if self.waiting > 0 {
            let waiting = format!("{} not scraped yet", self.waiting);
            targets.extend([", ".into(), Cell::new(waiting, Tone::Doubtful)]);
        }
        screen.row("");
        screen.painted_row(&targets);
        for Down { job, url, error } in &self.down {
            let what = format!(" {job} {url}: {error}");
            screen.painted_row(&["  ".into(), Cell::new("down:", Tone::Bad), what.as_str().into()]);
        }
        screen.row(&format!("alerts: {} firing", self.firing.len()));
        if !self.firing.is_empty() {
            screen.row("");
            let mut table = Table::new(["ALERT", "TIER", "SINCE", "WHERE"]);
            for firing in &self.firing {
                let [name, tier, since, place] = firing.cells();
                let cell = |text: &String| Cell::from(text.as_str());
                table.row([Cell::new(name, Tone::Bad), cell(&tier), cell(&since), cell(&place)]);
            }
            screen.print_table(&table);
        }
    }

    /// What to do about it.
    pub(super) fn hints(&self, screen: &Screen) {
        if !self.down.is_empty() {
            screen.hint("what to do about a target that is down: stackgen verify");
        }
        if self.waiting > 0 {
            screen.hint("wait until every target has been scraped: stackgen status --wait 1m");
        }
        if !self.firing.is_empty() {
            screen
                .hint("what to do about an alert: its runbook, in runbooks/ of the output folder");
        }
    }

    /// For machines.
    pub(super) fn record(&self) -> report::Watched {
        let down = self.down.iter().map(|it| report::DownTarget {
            job: it.job.clone(),
            url: it.url.clone(),
            error: it.error.clone(),
        });
        report::Watched {
            address: self.at.as_str().to_owned(),
            targets: report::TargetCounts {
                expected: self.expected,
                up: self.up,
                waiting: self.waiting,
                down: down.collect(),
            },
            alerts: self.firing.iter().map(Firing::record).collect(),
        }
    }
}

impl Firing {
    /// `None` for the heartbeat, which always fires.
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

    fn record(&self) -> report::Alert {
        report::Alert {
            name: self.name.clone(),
            tier: self.tier.clone(),
            since: self.since.map(|since| since.to_string()),
            #[expect(clippy::cast_precision_loss, reason = "an alert fires for no million years")]
            seconds: self.lasts.map(|lasts| lasts.millis() as f64 / 1000.0),
            labels: self.labels.clone(),
        }
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

    fn watched(expected: usize, health: &[&str], all: Vec<FiringAlert>) -> Watched {
        let target = |health: &&str| ActiveTarget {
            scrape_pool: "redis".to_owned(),
            health: (*health).to_owned(),
            ..ActiveTarget::default()
        };
        let active_targets = health.iter().map(target).collect();
        let targets = Targets { active_targets, ..Targets::default() };
        let now = Time::of_json("2026-11-24T20:01:30.7Z");
        Watched::of(BaseUrl::at("127.0.0.1:9090"), expected, targets, &Alerts { all, now })
    }

    #[test]
    fn what_fires_is_told_the_most_urgent_first_and_the_sign_of_life_is_not() {
        let watched = watched(
            1,
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
        let alert = &watched.record().alerts[0];
        assert_eq!(alert.since.as_deref(), Some("2026-11-24T20:00:00.000Z"));
        assert_eq!(alert.seconds, Some(90.0));
        assert_eq!(watched.unwell().as_deref(), Some("2 alerts fire"));
    }

    #[test]
    fn only_what_was_scraped_and_answered_is_well() {
        let beats = || vec![alert("firing", "Watchdog", "heartbeat")];
        assert_eq!(watched(2, &["up", "up"], beats()).unwell(), None);
        let fresh = watched(2, &["up", "unknown"], beats());
        assert_eq!(fresh.unwell().as_deref(), Some("1 target not scraped yet"));
        // Prometheus has only just been started, and has not found its targets.
        let empty = watched(3, &[], vec![]);
        assert_eq!(empty.unwell().as_deref(), Some("3 targets not scraped yet"));
        let down = watched(2, &["up", "down"], vec![alert("pending", "A", "P0")]);
        assert_eq!(down.unwell().as_deref(), Some("1 target down"));
    }
}
