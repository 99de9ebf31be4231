use super::flags::flag_of;
use super::text::{comment, list};
use super::{Answers, Scene};
use crate::catalog::{AskedKey, AskedKind};
use crate::edit::string;
use crate::import::{Network, Offer, Proposal};
use crate::spec::Prometheus;
use crate::value::Tier;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a spec gets from the answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// Version, name and preset.
    head: String,
    /// Keys of components, such as those of `[alertmanager]`, with their comments.
    settings: BTreeMap<String, String>,
    /// The networks to join, and why.
    pub networks: Vec<(String, String)>,
    /// Apps, integrations and probes.
    pub entries: Vec<Entry>,
    /// Receivers and routing.
    people: String,
}

/// An app, an integration or a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its section.
    pub section: &'static str,
    /// Its name.
    pub name: String,
    /// Its TOML, with a comment and a header.
    pub text: String,
}

impl Spec {
    /// What the answers say.
    pub fn new(scene: &Scene, answers: &Answers) -> Self {
        let chosen: Vec<&Proposal> =
            scene.proposals().filter(|it| answers.monitored.contains(&it.service)).collect();
        let entries: Vec<Entry> =
            chosen.iter().filter_map(|it| entry(scene, answers, it)).collect();
        let watched =
            chosen.iter().filter(|it| entries.iter().any(|entry| entry.name == name(scene, it)));
        Self {
            head: head(answers),
            settings: settings(scene, answers),
            networks: networks(&watched.copied().collect::<Vec<_>>()),
            entries,
            people: people(scene, answers),
        }
    }

    /// Gives a component another port, because somebody else has its own.
    pub fn move_port(&mut self, component: &str, taken: u16, ours: u16) {
        let keys = self.settings.entry(component.to_owned()).or_default();
        let _ = write!(keys, "# Port {taken} of this host is taken.\nport = {ours}\n");
    }

    /// Allows as many alerts as there are.
    pub fn raise_budget(&mut self, usual: u32, alerts: usize) {
        let why = format!(
            "More than the usual {usual}, because there is much to watch. Disable those that nobody \
             acts on: [alerts.NAME] enabled = false"
        );
        let keys = self.settings.entry(Prometheus::section().to_owned()).or_default();
        let _ = writeln!(keys, "{}alert_budget = {alerts}", comment(&why));
    }

    /// A whole new spec.
    pub fn text(&self) -> String {
        let mut out = String::from(
            "#:schema ./stackgen.schema.json\n\
             # The line above lets your editor complete keys and explain them.\n\n",
        );
        out.push_str(&self.head);
        for (section, keys) in &self.settings {
            let _ = write!(out, "\n[{section}]\n{keys}");
        }
        if !self.networks.is_empty() {
            out.push('\n');
            for (network, why) in &self.networks {
                out.push_str(&comment(&format!("{network}: {why}")));
            }
            let names = self.networks.iter().map(|(network, _)| network);
            let _ = write!(out, "[networks]\njoin = {}\n", list(names));
        }
        for section in ["apps", "integrations", "probes"] {
            for entry in self.entries.iter().filter(|entry| entry.section == section) {
                out.push('\n');
                out.push_str(&entry.text);
            }
        }
        out.push_str(&self.people);
        out
    }
}

fn head(answers: &Answers) -> String {
    let name = answers.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let preset = answers.preset.map_or("standard", |preset| preset.as_str());
    format!(
        "version = {}\nname = {}\n# The preset sets what this file does not.\npreset = {}\n",
        crate::spec::VERSION,
        string(&name),
        string(preset),
    )
}

/// The name of an entry that no other has.
fn name(scene: &Scene, proposal: &Proposal) -> String {
    let wanted = proposal.name.as_str();
    let mut names = (2..).map(|number| format!("{wanted}-{number}"));
    let free = |name: &String| !scene.known.names.contains(name);
    if free(&wanted.to_owned()) { wanted.to_owned() } else { names.find(free).unwrap_or_default() }
}

/// What a service becomes. `None` if nothing can be watched of it but its container.
fn entry(scene: &Scene, answers: &Answers, proposal: &Proposal) -> Option<Entry> {
    let name = name(scene, proposal);
    let (section, keys) = match &proposal.offer {
        Offer::Integration { r#type, address, settings } => {
            let mut keys = String::new();
            if r#type.as_str() != name {
                let _ = writeln!(keys, "type = {}", string(r#type.as_str()));
            }
            let _ = writeln!(keys, "address = {}", string(&address.to_string()));
            for (key, value) in settings {
                let _ = writeln!(keys, "{key} = {}", string(value));
            }
            for secret in &proposal.secrets {
                let _ = writeln!(keys, "{} = {}", secret.setting, string(&secret.file));
            }
            ("integrations", keys)
        }
        Offer::App { .. } if answers.metrics.contains(&proposal.service) => {
            ("apps", app(answers, proposal)?)
        }
        Offer::App { target, health: Some(path), .. } => {
            let target = target.as_ref()?;
            ("probes", format!("urls = {}\n", list([format!("http://{}{path}", **target)])))
        }
        Offer::App { target, .. } => {
            let target = target.as_ref()?.to_string();
            ("probes", format!("type = \"tcp\"\ntargets = {}\n", list([target])))
        }
        Offer::Probe { target, path: None } => {
            ("probes", format!("type = \"tcp\"\ntargets = {}\n", list([target.to_string()])))
        }
        Offer::Probe { target, path: Some(path) } => {
            ("probes", format!("urls = {}\n", list([format!("http://{target}{path}")])))
        }
        Offer::Nothing { .. } => return None,
    };
    let why = about(proposal);
    Some(Entry { section, text: format!("{why}[{section}.{name}]\n{keys}"), name })
}

/// A comment on what a service is, and why we think so.
fn about(proposal: &Proposal) -> String {
    let reason = proposal.reasons.first().map(|reason| format!(": {}", reason.text));
    let known = matches!(proposal.offer, Offer::Integration { .. });
    let what = if known { format!(", {}", proposal.title) } else { String::new() };
    comment(&format!(
        "The Compose service {}{what}{}",
        proposal.service,
        reason.unwrap_or_default()
    ))
}

/// The keys of an app with metrics.
fn app(answers: &Answers, proposal: &Proposal) -> Option<String> {
    let Offer::App { target, host, path, .. } = &proposal.offer else { return None };
    let place = answers.places.get(&proposal.service);
    let port = place.map(|place| place.port).or(target.as_ref().map(|target| target.port))?;
    let path = place.map_or(path.as_ref(), |place| place.path.as_ref());
    let mut keys = format!("targets = {}\n", list([format!("{host}:{port}")]));
    if let Some(path) = path.filter(|path| path.to_string() != "/metrics") {
        let _ = writeln!(keys, "metrics_path = {}", string(&path.to_string()));
    }
    if let Some(Some(convention)) = answers.conventions.get(&proposal.service) {
        let _ = writeln!(keys, "convention = {}", string(convention.as_str()));
    }
    Some(keys)
}

/// As few networks as reach everything, in the order of the Compose files.
fn networks(watched: &[&Proposal]) -> Vec<(String, String)> {
    let mut left: Vec<&Proposal> = watched.to_vec();
    let mut joined: Vec<(String, String)> = Vec::new();
    let reaches =
        |name: &str, it: &Proposal| it.networks.iter().any(|n| n.name.as_deref() == Some(name));
    let all: Vec<&Network> = watched.iter().flat_map(|it| &it.networks).collect();
    loop {
        let names = all.iter().filter_map(|network| Some((network.name.as_deref()?, *network)));
        // The first of those that reach most.
        let best = names
            .map(|(name, network)| {
                (left.iter().filter(|it| reaches(name, it)).count(), name, network)
            })
            .rev()
            .max_by_key(|(count, ..)| *count);
        match best {
            Some((count, name, network)) if count > 0 => {
                joined.push((name.to_owned(), network.origin.clone()));
                left.retain(|it| !reaches(name, it));
            }
            _ => return joined,
        }
    }
}

/// The keys of sections that ways ask for.
fn settings(scene: &Scene, answers: &Answers) -> BTreeMap<String, String> {
    let mut settings: BTreeMap<String, String> = BTreeMap::new();
    for (_, way) in answers.ways_used(scene) {
        for (key, asked) in &way.offer.asks {
            let Some(section) = &asked.section else { continue };
            if let Some(line) = line(answers, key.value.as_str(), asked) {
                let keys = settings.entry(section.to_string()).or_default();
                if let Some(remark) = &asked.remark {
                    keys.push_str(&comment(remark.as_str()));
                }
                keys.push_str(&line);
            }
        }
    }
    settings
}

/// A key that was asked for, as a line.
fn line(answers: &Answers, key: &str, asked: &AskedKey) -> Option<String> {
    let given = answers.details.get(&flag_of(key))?;
    let value = match asked.kind {
        AskedKind::Text => string(given),
        AskedKind::Integer => given.clone(),
        AskedKind::List => list(given.split(',').map(str::trim).filter(|part| !part.is_empty())),
    };
    Some(format!("{key} = {value}\n"))
}

/// Receivers and routing.
fn people(scene: &Scene, answers: &Answers) -> String {
    let mut out = String::new();
    for (r#type, way) in answers.ways_used(scene) {
        let _ = write!(
            out,
            "\n[receivers.{}]\ntype = {}\n",
            way.offer.receiver,
            string(r#type.as_str())
        );
        for (key, file) in &way.secrets {
            let _ = writeln!(out, "{key} = {}", string(file.as_str()));
        }
        for (key, asked) in way.offer.asks.iter().filter(|(_, asked)| asked.section.is_none()) {
            out.push_str(&line(answers, key.value.as_str(), asked).unwrap_or_default());
        }
    }
    if answers.sends_nothing() {
        return out;
    }
    out.push_str(
        "\n# P0: users are affected, at any hour. P1: within a day, in working hours. P2: once a day.\n[routing]\n",
    );
    for tier in Tier::FOR_PEOPLE {
        let way = answers.ways.get(&tier).and_then(|way| scene.ways.get(way));
        let receivers = list(way.map(|way| way.offer.receiver.to_string()));
        let _ = writeln!(out, "{tier} = {receivers}");
    }
    if let (Some(zone), Some((from, to))) = (&answers.timezone, answers.hours) {
        let _ = write!(out, "\n[routing.working_hours]\n");
        if (from.to_string(), to.to_string()) != ("09:00".to_owned(), "18:00".to_owned()) {
            let _ = write!(
                out,
                "from = {}\nto = {}\n",
                string(&from.to_string()),
                string(&to.to_string())
            );
        }
        let _ = writeln!(out, "timezone = {}", string(zone));
    }
    out
}
