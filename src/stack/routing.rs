use super::{Dialect, Inhibition, LoadedReceiver, Reached, SecretFile};
use crate::decode::At;
use crate::diag::Span;
use crate::spec::{Digest, WorkingHours};
use crate::value::{Duration, Email, HostPort, Key, Line, Name, Tier};
use serde_json::Value as Json;
use std::sync::Arc;

/// How alerts reach people.
#[derive(Clone, Debug)]
pub struct Alerting {
    /// How long after Prometheus' last message about an alert it counts as resolved.
    pub resolve_timeout: Duration,
    /// The mail server.
    pub mail: Option<MailServer>,
    /// What happens to each tier. A tier without receivers reaches nobody.
    pub routes: Vec<Route>,
    /// When P1 is sent.
    pub working_hours: WorkingHours,
    /// When P2 is sent.
    pub digest: Digest,
    /// How often what lasts is sent again.
    pub repeat_interval: Duration,
    /// Which alerts hold back others while they fire.
    pub inhibitions: Vec<Inhibition>,
    /// Receivers of the spec that no tier uses.
    pub unused: Vec<At<Name>>,
    /// Whether there must be a heartbeat.
    pub heartbeat_required: bool,
    /// A type of receiver that can take the heartbeat, where the stack has none for it.
    pub heartbeat_type: Option<Arc<LoadedReceiver>>,
    /// The dialects that messages are written in, by name.
    pub dialects: Vec<(Name, Dialect)>,
    /// Where the tiers are routed.
    pub span: Span,
}

/// The label that leads a test to one receiver: its value is the receiver's name.
pub const RECEIVER_TEST: &str = "stackgen_receiver_test";

/// What stands in `alertmanager.yml` for a route that leads nowhere.
pub const NOBODY: &str = "nobody";

/// What a receiver is called in `alertmanager.yml` where it stands alone, for a test of it.
pub fn test_receiver(name: &Name) -> String {
    format!("test {name}")
}

impl Alerting {
    /// All receivers that a tier uses, each once.
    pub fn receivers(&self) -> Vec<&RoutedReceiver> {
        let mut all: Vec<&RoutedReceiver> = Vec::new();
        for receiver in self.routes.iter().flat_map(|route| &route.receivers) {
            if !all.iter().any(|known| known.name.value == receiver.name.value) {
                all.push(receiver);
            }
        }
        all
    }
}

impl Route {
    /// What the receiver of its tier is called in `alertmanager.yml`.
    pub fn receiver_name(&self) -> String {
        if self.receivers.is_empty() { NOBODY.to_owned() } else { self.tier.to_string() }
    }
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its address.
    pub smarthost: At<HostPort>,
    /// The sender.
    pub from: At<Email>,
    /// The user.
    pub user: Option<Line>,
    /// The file with the password.
    pub password: Option<SecretFile>,
    /// Whether it must speak TLS.
    pub require_tls: bool,
}

/// Whom a tier reaches.
#[derive(Clone, Debug)]
pub struct Route {
    /// The tier.
    pub tier: Tier,
    /// Who gets it.
    pub receivers: Vec<RoutedReceiver>,
}

/// A receiver, with its secrets where Alertmanager finds them.
#[derive(Clone, Debug)]
pub struct RoutedReceiver {
    /// Its name.
    pub name: At<Name>,
    /// Its type.
    pub of_type: Arc<LoadedReceiver>,
    /// Whether it gets a message when an alert is resolved.
    pub send_resolved: bool,
    /// The other fields of its entry.
    pub fields: Vec<(Key, Json)>,
    /// Its secrets.
    pub secrets: Vec<SecretFile>,
    /// What Alertmanager connects to.
    pub reaches: Vec<At<Reached>>,
    /// Where its messages go, as far as the spec says so.
    pub destinations: Vec<Destination>,
}

impl RoutedReceiver {
    /// Its type, as a spec names it.
    pub fn type_name(&self) -> &Name {
        &self.of_type.name
    }

    /// The dialect of its messages, if they are more than text.
    pub fn dialect(&self) -> Option<&Name> {
        self.of_type.receiver.dialect.as_ref().map(|name| &name.value)
    }

    /// Alertmanager's name for the list of such entries.
    pub fn configs(&self) -> &str {
        self.of_type.receiver.configs.as_str()
    }

    /// What Alertmanager's metrics have as the label `integration` of such receivers.
    pub fn metrics_label(&self) -> &str {
        self.configs().strip_suffix("_configs").unwrap_or_else(|| self.configs())
    }
}

/// A URL or a mail address that messages go to.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The key that it stands under.
    pub key: Key,
    /// The host, or what follows the `@`.
    pub host: String,
    /// The whole of it, as the spec has it.
    pub text: String,
    /// Where.
    pub span: Span,
}
