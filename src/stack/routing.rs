use super::{Inhibition, Receiver, SecretFile};
use crate::decode::At;
use crate::diag::Span;
use crate::spec::{Digest, WorkingHours};
use crate::value::{Duration, Email, HostPort, Line, Name, Tier};

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

/// A receiver, with its secret where Alertmanager finds it.
#[derive(Clone, Debug)]
pub struct RoutedReceiver {
    /// Its name.
    pub name: At<Name>,
    /// What it is.
    pub receiver: Receiver,
    /// Its secret, if it has one.
    pub secret: Option<SecretFile>,
}
