use crate::docker::{Container, Seen, Step};
use crate::report::status::ServiceStatus;
use crate::ui::{Cell, Tone};

/// How a service is.
pub(super) struct Row {
    pub(super) service: String,
    /// Its container, if there is one.
    found: Option<Container>,
    /// What `up` would do with it, and why; nothing if it is as the spec says.
    pending: Option<&'static str>,
    pub(super) why: Option<String>,
}

impl Row {
    pub(super) const HEAD: [&'static str; 7] =
        ["SERVICE", "STATE", "HEALTH", "PORTS", "SINCE", "IMAGE", "DIFFERS"];
    /// The column that says least to a reader who looks after a stack.
    pub(super) const IMAGE: usize = 5;

    pub(super) fn of(step: &Step, service: &str, seen: &Seen) -> Self {
        let (found, why) = match step {
            Step::Recreate { old, why, .. } => (Some(old), Some(why.clone())),
            Step::Start { container, .. } => (Some(container), Some("it does not run".to_owned())),
            Step::Reload { container, .. } => {
                (Some(container), Some("its files changed since it read them".to_owned()))
            }
            Step::Leave { container, .. } => (Some(container), None),
            _ => (seen.of(service).next(), Some("there is no container".to_owned())),
        };
        Self {
            service: service.to_owned(),
            found: found.cloned(),
            pending: why.is_some().then(|| step.verb()),
            why,
        }
    }

    fn state(&self) -> &str {
        self.found.as_ref().map_or("absent", |found| &found.state)
    }

    fn health(&self) -> Option<&str> {
        self.found.as_ref()?.health()
    }

    pub(super) fn is_well(&self) -> bool {
        self.state() == "running" && self.health() != Some("unhealthy") && self.why.is_none()
    }

    pub(super) fn cells(&self) -> [Cell; 7] {
        let text = |text: &str| Cell::from(if text.is_empty() { "-" } else { text });
        let found = self.found.clone().unwrap_or_default();
        let state = if self.state() == "running" { Tone::Good } else { Tone::Bad };
        let health = match self.health() {
            Some("healthy") => Tone::Good,
            Some("unhealthy") => Tone::Bad,
            Some(_) => Tone::Doubtful,
            None => Tone::Plain,
        };
        let differs = if self.why.is_some() { Tone::Doubtful } else { Tone::Plain };
        [
            text(&self.service),
            Cell::new(self.state(), state),
            Cell::new(self.health().unwrap_or("-"), health),
            text(&found.ports.join(", ")),
            text(found.since()),
            text(&found.image),
            Cell::new(self.why.as_deref().unwrap_or("-"), differs),
        ]
    }

    pub(super) fn record(&self) -> ServiceStatus {
        let found = self.found.as_ref();
        ServiceStatus {
            service: self.service.clone(),
            state: self.state().to_owned(),
            health: self.health().map(str::to_owned),
            container: found.map(|found| found.name.clone()),
            image: found.map(|found| found.image.clone()),
            ports: found.map(|found| found.ports.clone()).unwrap_or_default(),
            created: found.map(|found| found.created),
            since: found.map(|found| found.since().to_owned()),
            pending: self.pending.map(str::to_owned),
            why: self.why.clone(),
        }
    }
}
