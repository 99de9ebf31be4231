use super::{Client, Counters, Error, Problem, Time};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Alertmanager, asked through its interface, version 2.
#[derive(Clone, Debug)]
pub struct Alertmanager {
    client: Client,
}

/// What Alertmanager says about itself.
#[derive(Clone, Debug)]
pub struct Status {
    /// The configuration that it runs with, as YAML of its own making. Secrets are `<secret>`.
    pub config: String,
    /// What time it is there.
    pub now: Time,
}

/// An alert that has reached Alertmanager and has not ended.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedAlert {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The receivers to which it is routed, whether or not anything keeps it from them.
    pub receivers: Vec<ReceiverName>,
    /// What is done with it.
    status: AlertStatus,
}

/// A receiver's name in `alertmanager.yml`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct ReceiverName {
    /// The name.
    pub name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AlertStatus {
    silenced_by: Vec<String>,
    inhibited_by: Vec<String>,
}

impl ReceivedAlert {
    /// An alert of these labels for these receivers.
    pub fn new(labels: &[(&str, &str)], receivers: &[&str]) -> Self {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let receiver = |name: &&str| ReceiverName { name: (*name).to_owned() };
        Self {
            labels: labels.iter().map(pair).collect(),
            receivers: receivers.iter().map(receiver).collect(),
            status: AlertStatus::default(),
        }
    }

    /// Whether it has these labels.
    pub fn has(&self, labels: &[(&str, &str)]) -> bool {
        labels.iter().all(|(name, value)| self.labels.get(*name).is_some_and(|own| own == value))
    }

    /// The names of its receivers.
    pub fn receiver_names(&self) -> Vec<&str> {
        self.receivers.iter().map(|receiver| receiver.name.as_str()).collect()
    }

    /// The silences that keep it from its receivers.
    pub fn silenced_by(&self) -> &[String] {
        &self.status.silenced_by
    }

    /// How many alerts keep it from its receivers.
    pub fn inhibited_by(&self) -> usize {
        self.status.inhibited_by.len()
    }
}

/// An alert to be posted.
#[derive(Clone, Debug)]
pub struct PostedAlert {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// When it ends by itself.
    pub ends: Time,
}

/// A silence for all alerts that have a label, whatever its value.
#[derive(Clone, Debug)]
pub struct Silence<'a> {
    /// The label.
    pub label: &'a str,
    /// Who makes it.
    pub by: &'a str,
    /// Why.
    pub comment: &'a str,
    /// From when on.
    pub starts: Time,
    /// Until when.
    pub ends: Time,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KnownSilence {
    id: String,
    starts_at: String,
    created_by: String,
    matchers: Vec<Matcher>,
    status: State,
}

#[derive(Deserialize)]
struct Matcher {
    name: String,
}

#[derive(Deserialize)]
struct State {
    state: String,
}

impl Alertmanager {
    /// Will ask through this client.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Waits for it again, also if it did not answer before.
    pub fn forgive(&self) {
        self.client.forgive();
    }

    /// What it says about itself.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn status(&self) -> Result<Status, Error> {
        #[derive(Deserialize)]
        struct Config {
            original: String,
        }
        #[derive(Deserialize)]
        struct Found {
            config: Config,
        }
        let answer = self.client.get("/api/v2/status")?;
        let found: Found = self.client.read(&answer)?;
        let missing = || self.client.error(Problem::Unreadable, "it does not report its time");
        Ok(Status { config: found.config.original, now: answer.time.ok_or_else(missing)? })
    }

    /// The alerts that it has.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn alerts(&self) -> Result<Vec<ReceivedAlert>, Error> {
        self.client.read(&self.client.get("/api/v2/alerts")?)
    }

    /// Gives it alerts.
    ///
    /// # Errors
    /// When it does not take them.
    pub fn post(&self, alerts: &[PostedAlert]) -> Result<(), Error> {
        let one = |alert: &PostedAlert| {
            json!({
                "labels": alert.labels,
                "annotations": alert.annotations,
                "endsAt": alert.ends.to_string(),
            })
        };
        let all: Vec<_> = alerts.iter().map(one).collect();
        let answer = self.client.json("/api/v2/alerts", &json!(all))?;
        if answer.status == 200 {
            return Ok(());
        }
        let what = format!("HTTP {}: {}", answer.status, answer.body.trim());
        Err(self.client.error(Problem::Refused, what))
    }

    /// Makes a silence, or lengthens the one that was made before. Returns its name.
    ///
    /// # Errors
    /// When it does not take it, or if the silence is not in force then.
    pub fn silence(&self, silence: &Silence<'_>) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Made {
            #[serde(rename = "silenceID")]
            id: String,
        }
        let old = self.silences()?.into_iter().find(|old| {
            let same = old.matchers.len() == 1 && old.matchers[0].name == silence.label;
            same && old.created_by == silence.by && old.status.state == "active"
        });
        let mut value = json!({
            "matchers": [
                { "name": silence.label, "value": ".+", "isRegex": true, "isEqual": true }
            ],
            "startsAt": silence.starts.to_string(),
            "endsAt": silence.ends.to_string(),
            "createdBy": silence.by,
            "comment": silence.comment,
        });
        if let Some(old) = old {
            value["id"] = json!(old.id);
            value["startsAt"] = json!(old.starts_at);
        }
        let made: Made = self.client.read(&self.client.json("/api/v2/silences", &value)?)?;
        let in_force = |it: &KnownSilence| it.id == made.id && it.status.state == "active";
        if !self.silences()?.iter().any(in_force) {
            let what = format!("the silence {} is not in force", made.id);
            return Err(self.client.error(Problem::Refused, what));
        }
        Ok(made.id)
    }

    fn silences(&self) -> Result<Vec<KnownSilence>, Error> {
        self.client.read(&self.client.get("/api/v2/silences")?)
    }

    /// Its own counters.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn counters(&self) -> Result<Counters, Error> {
        let answer = self.client.get("/metrics")?;
        if answer.status != 200 {
            let what = format!("HTTP {} for its metrics", answer.status);
            return Err(self.client.error(Problem::Refused, what));
        }
        Ok(Counters::read(&answer.body))
    }
}
