use super::client::Answer;
use super::{Client, Error, Problem, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Prometheus, asked through its interface, version 1.
#[derive(Clone, Debug)]
pub struct Prometheus {
    pub(super) client: Client,
}

/// What Prometheus says about what it scrapes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Targets {
    /// What it scrapes.
    pub active_targets: Vec<ActiveTarget>,
    /// How many targets of each job its relabelling threw away.
    pub dropped_target_counts: BTreeMap<String, u64>,
}

/// A target that is scraped.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ActiveTarget {
    /// Its labels before relabelling: `__address__` is what the configuration names.
    pub discovered_labels: BTreeMap<String, String>,
    /// The labels that its series carry.
    pub labels: BTreeMap<String, String>,
    /// Its job.
    pub scrape_pool: String,
    /// Where it is scraped.
    pub scrape_url: String,
    /// Why the last scrape failed; empty if it did not.
    pub last_error: String,
    /// `up`, `down`, or `unknown` before the first scrape.
    pub health: String,
}

/// The rules that Prometheus evaluates.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// By group.
    pub groups: Vec<RuleGroup>,
    /// What time it is there.
    pub now: Option<Time>,
}

/// A group of rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RuleGroup {
    /// Its name.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
    /// How often it is evaluated, in seconds.
    pub interval: f64,
    /// When it was evaluated last, as JSON has it. The year 1 is never.
    pub last_evaluation: String,
    /// Its rules, in their order.
    pub rules: Vec<LoadedRule>,
}

/// A rule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LoadedRule {
    /// `alerting` or `recording`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The alert's name, or that of the recorded series.
    pub name: String,
    /// The expression, as Prometheus writes it.
    pub query: String,
    /// How long it must hold before it fires, in seconds.
    pub duration: f64,
    /// The labels that it sets.
    pub labels: BTreeMap<String, String>,
    /// `ok`, `err`, or `unknown` before the first evaluation.
    pub health: String,
    /// Why the last evaluation failed; empty if it did not.
    pub last_error: String,
}

/// The alerts of Prometheus's own.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    /// Those that are pending or fire.
    pub all: Vec<FiringAlert>,
    /// What time it is there.
    pub now: Option<Time>,
}

/// An alert of Prometheus's own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FiringAlert {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// `pending` or `firing`.
    pub state: String,
    /// Since when its condition holds, as JSON has it.
    pub active_at: String,
}

/// The envelope of all answers.
#[derive(Deserialize)]
struct Envelope<T> {
    data: Option<T>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    error: String,
}

impl Prometheus {
    /// Will ask through this client.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Waits for it again, also if it did not answer before.
    pub fn forgive(&self) {
        self.client.forgive();
    }

    /// What it scrapes.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn targets(&self) -> Result<Targets, Error> {
        self.data("/api/v1/targets")
    }

    /// How many series an expression has now.
    ///
    /// # Errors
    /// When there is no such answer; in Prometheus's own words if it refuses the expression.
    pub fn series(&self, expr: &str) -> Result<usize, Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Found {
            result_type: String,
            result: Vec<serde_json::Value>,
        }
        let found: Found = self.ask("/api/v1/query", &[("query", expr)])?;
        let single = ["scalar", "string"].contains(&found.result_type.as_str());
        Ok(if single { 1 } else { found.result.len() })
    }

    /// An expression in the form in which Prometheus itself writes it.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn format(&self, expr: &str) -> Result<String, Error> {
        self.ask("/api/v1/format_query", &[("query", expr)])
    }

    /// The rules that it evaluates.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn rules(&self) -> Result<Rules, Error> {
        #[derive(Deserialize)]
        struct Found {
            groups: Vec<RuleGroup>,
        }
        let answer = self.client.get("/api/v1/rules")?;
        let found: Found = self.read(&answer)?;
        Ok(Rules { groups: found.groups, now: answer.time })
    }

    /// The configuration that it runs with, as YAML of its own making.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn config(&self) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Found {
            yaml: String,
        }
        Ok(self.data::<Found>("/api/v1/status/config")?.yaml)
    }

    /// Its flags, without `--`, and their values.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn flags(&self) -> Result<BTreeMap<String, String>, Error> {
        self.data("/api/v1/status/flags")
    }

    /// The URLs of the Alertmanagers that it sends alerts to.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn alertmanagers(&self) -> Result<Vec<String>, Error> {
        #[derive(Deserialize)]
        struct One {
            url: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Found {
            active_alertmanagers: Vec<One>,
        }
        let found: Found = self.data("/api/v1/alertmanagers")?;
        Ok(found.active_alertmanagers.into_iter().map(|one| one.url).collect())
    }

    /// The alerts that are pending or fire.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn alerts(&self) -> Result<Alerts, Error> {
        #[derive(Deserialize)]
        struct Found {
            alerts: Vec<FiringAlert>,
        }
        let answer = self.client.get("/api/v1/alerts")?;
        let found: Found = self.read(&answer)?;
        Ok(Alerts { all: found.alerts, now: answer.time })
    }

    pub(super) fn data<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        self.read(&self.client.get(path)?)
    }

    pub(super) fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<T, Error> {
        self.read(&self.client.form(path, form)?)
    }

    pub(super) fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, Error> {
        // A refusal says why, in JSON; what is not JSON did not come from Prometheus.
        if answer.status >= 400
            && let Ok(refusal) = serde_json::from_str::<Refusal>(&answer.body)
            && !refusal.error.is_empty()
        {
            return Err(self.client.error(Problem::Refused, refusal.error));
        }
        let envelope: Envelope<T> = self.client.read(answer)?;
        let missing = || self.client.error(Problem::Unreadable, "there is no `data` in it");
        envelope.data.ok_or_else(missing)
    }
}
