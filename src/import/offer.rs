//! What is proposed for a service.

use super::reach::{self, Reach};
use super::recognise::{Candidate, Recognised};
use super::service::Service;
use super::{Credential, Kind, Offer, Reason, interpolate, listen};
use crate::catalog::{DetectSecret, Kinds};
use crate::value::{HostPort, Line, Name, Scalar as _, ScrapeTarget, UrlPath};
use crate::yaml::Node;

/// What is proposed for one service: the offer, whether it is ticked, and what must be said of it.
pub(super) struct Offered {
    pub(super) offer: Offer,
    pub(super) ticked: bool,
    pub(super) reasons: Vec<Reason>,
    pub(super) notes: Vec<Reason>,
}

/// What is proposed for a service.
pub(super) fn offer(service: &Service, found: &Recognised<'_>, kinds: &Kinds) -> Offered {
    let mut offered = Offered {
        offer: Offer::Nothing { why: String::new() },
        ticked: false,
        reasons: Vec::new(),
        notes: notes(service, found),
    };
    let why = match found.kind {
        Kind::Worker => Some("it listens on no port; cAdvisor covers its container"),
        Kind::OneShot => Some("it ends by itself"),
        Kind::Tool => Some("it is there for developers or operators"),
        Kind::Monitoring => Some("it is monitoring that is there already"),
        Kind::Known | Kind::Unserved | Kind::App | Kind::Proxy => None,
    };
    if let Some(why) = why {
        offered.offer = Offer::Nothing { why: why.to_owned() };
        return offered;
    }
    let host = match reach::of(service) {
        Reach::Name(name) | Reach::Shared(name) => name,
        Reach::Not(why, place) => {
            offered.notes.push(Reason { text: why.to_owned(), place });
            offered.offer = Offer::Nothing { why: why.to_owned() };
            return offered;
        }
    };
    fill(&mut offered, service, found, &host, kinds);
    offered
}

fn fill(
    offered: &mut Offered,
    service: &Service,
    found: &Recognised<'_>,
    host: &str,
    kinds: &Kinds,
) {
    let port =
        found.candidate.and_then(|it| listen::server(service, &it.detect, &found.named_ports));
    let at = |port: u16| HostPort::parse(&format!("{host}:{port}")).ok();
    let server = port.and_then(at);
    let offer = match found.kind {
        Kind::Known => server.zip(type_of(found)).map(|(address, r#type)| Offer::Integration {
            r#type,
            address,
            settings: Vec::new(),
        }),
        Kind::Unserved => server.map(|target| Offer::Probe { target, path: None }),
        Kind::Proxy => {
            let (port, path) = front(service, port);
            port.and_then(at).map(|target| Offer::Probe { target, path })
        }
        _ => app(offered, service, host, kinds),
    };
    // What Compose does not start by default would be reported as down.
    let is_started = service.profiles().next().is_none();
    offered.ticked = is_started
        && match &offer {
            Some(Offer::Integration { .. } | Offer::Probe { .. }) => true,
            Some(Offer::App { target, .. }) => target.is_some(),
            _ => false,
        };
    let nothing = || Offer::Nothing { why: "nothing tells on which port it listens".to_owned() };
    offered.offer = offer.unwrap_or_else(nothing);
}

fn type_of(found: &Recognised<'_>) -> Option<Name> {
    Some(found.candidate?.integration.as_ref()?.name.clone())
}

/// Where a proxy answers without TLS, and the path that its health check requests. Of any other, nobody
/// knows whether it answers with a redirect to an address that only exists outside.
fn front(service: &Service, default: Option<u16>) -> (Option<u16>, Option<UrlPath>) {
    if let Some((port, path, _)) = listen::by_healthcheck(service)
        && !path.is_empty()
    {
        return (Some(port), UrlPath::parse(&path).ok());
    }
    let listens: Vec<u16> = service.ports.iter().map(|it| it.number).collect();
    let usual = default.filter(|port| listens.is_empty() || listens.contains(port));
    let plain = listens.iter().copied().find(|port| ![443, 8443].contains(port));
    (usual.or(plain).or(default), None)
}

fn app(offered: &mut Offered, service: &Service, host: &str, kinds: &Kinds) -> Option<Offer> {
    let told = listen::app(service, &kinds.debug_ports);
    let target =
        told.as_ref().and_then(|(port, _)| ScrapeTarget::parse(&format!("{host}:{port}")).ok());
    offered.reasons.extend(told.map(|(_, reason)| reason));
    let path = metrics_path(service);
    if let Some((_, reason)) = &path {
        offered.reasons.push(reason.clone());
    }
    let host = Line::parse(host).ok()?;
    let health = listen::by_healthcheck(service)
        .filter(|(port, ..)| target.as_ref().is_some_and(|target| target.port.get() == *port));
    let health = health.and_then(|(_, path, _)| UrlPath::parse(&path).ok());
    Some(Offer::App { target, host, path: path.map(|(path, _)| path), health })
}

/// The path of an app's metrics, if a label tells that there are any.
fn metrics_path(service: &Service) -> Option<(UrlPath, Reason)> {
    let label = |ends: &[&str]| {
        service.labels().find(|(name, ..)| ends.iter().any(|end| name.ends_with(end)))
    };
    if let Some((_, path, place)) = label(&["prometheus.io/path", "prometheus.path"]) {
        let path = UrlPath::parse(path).ok()?;
        let text = "a label names the path of its metrics".to_owned();
        return Some((path, Reason { text, place }));
    }
    let signs =
        ["prometheus.io/scrape", "prometheus.scrape", "prometheus-job", "prometheus.io/port"];
    let (_, value, place) = label(&signs)?;
    let text = "a label says that it has metrics".to_owned();
    (value != "false").then(|| (UrlPath::metrics(), Reason { text, place }))
}

fn notes(service: &Service, found: &Recognised<'_>) -> Vec<Reason> {
    let mut notes = Vec::new();
    let mut note = |text: &str, place| notes.push(Reason { text: text.to_owned(), place });
    if found.image_is_unknown
        && let Some(image) = service.node.entry("image")
    {
        note("only a variable without a value names its image", image.node.span);
    }
    if let Reach::Shared(_) = reach::of(service) {
        let place = service.node.entry("network_mode").map_or(service.place, |it| it.key_span);
        note(
            "it shares the network of another service, and is reached by that service's name",
            place,
        );
    }
    if let Some(profile) = service.profiles().next()
        && let Some(entry) = service.node.entry("profiles")
    {
        note(&format!("Compose starts it only with the profile {profile}"), entry.key_span);
    }
    let swarm = ["placement", "update_config", "rollback_config", "endpoint_mode"];
    let deploy = service.node.get("deploy").map(Node::entries).unwrap_or_default();
    if let Some(key) = deploy.iter().find(|it| swarm.contains(&it.key.as_str())) {
        note(
            "it has settings of Docker Swarm; the names here are those of Docker Compose",
            key.key_span,
        );
    }
    notes
}

/// The secrets that monitoring a service needs.
pub(super) fn secrets(service: &Service, found: &Recognised<'_>, name: &Name) -> Vec<Credential> {
    let Some(candidate) = found.candidate.filter(|_| found.kind == Kind::Known) else {
        return Vec::new();
    };
    let Some(secret) = &candidate.detect.secret else { return Vec::new() };
    let own = by_variable(service, secret).or_else(|| by_flag(service, secret));
    if own.is_none() && secret.optional {
        return Vec::new();
    }
    let setting = secret.setting.as_str().to_owned();
    let file = format!("secrets/{name}{}", ending(candidate, &setting));
    let setup = candidate.integration().is_some_and(|it| it.setup.is_some());
    vec![Credential { setting, file, found: own, setup }]
}

/// The ending of the file in the setting's own example: `.json`.
fn ending(candidate: &Candidate, setting: &str) -> String {
    let settings = candidate.integration().into_iter().flat_map(|it| it.settings.iter());
    let mut of = settings.filter(|(key, _)| key.value.as_str() == setting);
    let example = of.next().and_then(|(_, setting)| Some(setting.example.as_ref()?.as_str()));
    let file = example.and_then(|it| it.rsplit('/').next());
    file.and_then(|it| it.rsplit_once('.'))
        .map_or(String::new(), |(_, ending)| format!(".{ending}"))
}

fn by_variable(service: &Service, secret: &DetectSecret) -> Option<Reason> {
    let known = |name: &str| secret.variables.iter().any(|it| it.as_str() == name);
    let variable = service.variables.iter().find(|it| known(&it.name))?;
    let value = variable.value.as_ref();
    if value.is_some_and(|it| it.text.is_empty()) {
        return None;
    }
    let from =
        value.and_then(|it| it.raw.as_deref()).map(interpolate::variables).unwrap_or_default();
    let from = from.first().filter(|from| **from != variable.name);
    let text = match from {
        Some(from) => format!("{}, from the variable {from}", variable.name),
        None => variable.name.clone(),
    };
    Some(Reason { text, place: variable.place })
}

fn by_flag(service: &Service, secret: &DetectSecret) -> Option<Reason> {
    let words = service.words();
    let mut flags = secret.flags.iter().map(Line::as_str);
    let flag = flags.find(|flag| {
        words.iter().enumerate().any(|(at, word)| {
            let follows = || words.get(at + 1).is_some_and(|it| !is_empty(it));
            let same = word.trim_matches(['"', '\'']) == *flag;
            let joined = word.strip_prefix(flag).and_then(|it| it.strip_prefix('='));
            same && follows() || joined.is_some_and(|it| !is_empty(it))
        })
    })?;
    let place = service.command_place()?;
    Some(Reason { text: format!("{flag} in its command"), place })
}

fn is_empty(word: &str) -> bool {
    word.trim_matches(['"', '\'']).is_empty()
}

/// What to know about the secret that was found.
pub(super) fn remark(found: &Recognised<'_>, secrets: &[Credential]) -> Option<Reason> {
    let remark = found.candidate?.detect.secret.as_ref()?.remark.as_ref()?;
    let own = secrets.iter().find_map(|it| it.found.as_ref())?;
    Some(Reason { text: format!("{}: {remark}", own.text), place: own.place })
}
