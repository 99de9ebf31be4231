//! What each service is taken for, against what a person says: a ratchet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use stackgen::import::{Kind, Offer, Proposal};

use crate::cases::{self, Label};
use crate::disk::{Imported, Real};

/// The kinds that are servers of others.
const SERVERS: [&str; 4] = ["database", "cache", "queue", "proxy"];

/// How often something was right, was said and is so.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: u32,
    said: u32,
    so: u32,
}

impl Count {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.said.max(1))
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.so.max(1))
    }
}

/// Every service with its label, and the case's name.
fn all() -> Vec<(String, Label, Proposal)> {
    let mut all = Vec::new();
    for case in cases::all() {
        let imported = Imported::of(&case.request(), &Real);
        let plan = imported.plan();
        assert_eq!(plan.project.as_deref(), Some(case.project().as_str()), "{}", case.name);
        let labels = case.labels();
        let names = |names: Vec<&str>| {
            let mut names: Vec<_> = names.into_iter().map(str::to_owned).collect();
            names.sort();
            names
        };
        let labelled = names(labels.iter().map(|it| it.service.as_str()).collect());
        let planned = names(plan.services.iter().map(|it| it.service.as_str()).collect());
        assert_eq!(planned, labelled, "{}", case.name);
        for label in labels {
            let proposal = imported.service(&label.service).clone();
            all.push((case.name.clone(), label, proposal));
        }
    }
    all
}

/// The group of kinds in which something is said to be.
fn group(kind: Kind) -> &'static str {
    match kind {
        Kind::Known | Kind::Unserved | Kind::Proxy => "server",
        Kind::App => "app",
        Kind::Worker => "worker",
        Kind::OneShot => "one-shot",
        Kind::Tool => "tool",
        Kind::Monitoring => "monitoring",
    }
}

/// Whether a server was taken for the right one.
fn is_same(label: &Label, proposal: &Proposal) -> bool {
    let is_proxy = label.kind == "proxy";
    let r#type = match &proposal.offer {
        Offer::Integration { r#type, .. } => r#type.as_str(),
        _ => proposal.title.as_str(),
    };
    let what = label.what.as_deref();
    let same = what == Some(r#type) || what == Some("postgres") && proposal.title == "PostgreSQL";
    same && (proposal.kind == Kind::Proxy) == is_proxy
}

#[test]
fn servers_are_found_and_none_is_invented() {
    let all = all();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut wrong = String::new();
    for (case, label, proposal) in &all {
        let wanted = if SERVERS.contains(&label.kind.as_str()) { "server" } else { &label.kind };
        let said = group(proposal.kind);
        counts.entry(wanted).or_default().so += 1;
        counts.entry(said).or_default().said += 1;
        let is_right = wanted == said && (said != "server" || is_same(label, proposal));
        counts.entry(said).or_default().right += u32::from(is_right);
        if !is_right {
            let reasons: Vec<_> = proposal.reasons.iter().map(|it| it.text.as_str()).collect();
            let (service, title) = (&label.service, &proposal.title);
            let is = label.what.as_deref().unwrap_or(&label.kind);
            let _ = writeln!(wrong, "{case}: {service} is {is}, taken for {title}: {reasons:?}");
        }
    }
    assert!(all.len() > 200, "only {} services", all.len());
    for (group, count) in &counts {
        let (precision, recall) = (count.precision(), count.recall());
        println!("{group}: precision {precision:.3}, recall {recall:.3}, {count:?}");
        let (least, most_missed) = if *group == "server" { (0.97, 0.95) } else { (0.9, 0.85) };
        assert!(precision >= least, "{group}: precision {precision:.3}\n{wrong}");
        assert!(recall >= most_missed, "{group}: recall {recall:.3}\n{wrong}");
    }
    println!("{wrong}");
}

/// The port of an offer; zero if it says none.
fn port(offer: &Offer) -> Option<u16> {
    match offer {
        Offer::Integration { address, .. } => Some(address.port.get()),
        Offer::App { target, .. } => Some(target.as_ref().map_or(0, |it| it.port.get())),
        Offer::Probe { target, .. } => Some(target.port.get()),
        Offer::Nothing { .. } => None,
    }
}

#[test]
fn ports_are_those_that_the_files_tell() {
    let mut wrong = String::new();
    let (mut right, mut asked) = (0_u32, 0_u32);
    for (case, label, proposal) in all() {
        let Some(wanted) = label.port else { continue };
        let said = port(&proposal.offer);
        // A port that nothing tells is not made up.
        assert!(wanted != 0 || said == Some(0), "{case}: {}: {said:?}", label.service);
        asked += 1;
        right += u32::from(said == Some(wanted));
        if said != Some(wanted) {
            let _ = writeln!(wrong, "{case}: {} is {wanted}, said {said:?}", label.service);
        }
        if let Offer::App { path, .. } = &proposal.offer {
            let path = path.as_ref().map(ToString::to_string);
            assert_eq!(path, label.path, "{case}: {}", label.service);
        }
    }
    let share = f64::from(right) / f64::from(asked);
    assert!(share >= 0.97, "{share:.3} of {asked} ports\n{wrong}");
}

#[test]
fn networks_have_the_names_that_compose_gives_them() {
    for (case, label, proposal) in all() {
        let mut names: Vec<_> =
            proposal.networks.iter().map(|it| it.name.clone().unwrap_or_default()).collect();
        let mut wanted = label.networks;
        names.sort();
        wanted.sort();
        assert_eq!(names, wanted, "{case}: {}", label.service);
    }
}

#[test]
fn secrets_are_found_where_they_are_and_only_asked_for_where_needed() {
    for (case, label, proposal) in all() {
        let Some(wanted) = label.secret else { continue };
        let found = proposal.secrets.first().and_then(|it| it.found.as_ref());
        let found = found.map_or("", |it| it.text.as_str());
        let is_right = if wanted.is_empty() { found.is_empty() } else { found.contains(&wanted) };
        assert!(is_right, "{case}: {}: wanted {wanted:?}, found {found:?}", label.service);
    }
}

#[test]
fn every_proposal_has_a_reason_and_a_name_of_its_own() {
    for case in cases::all() {
        let imported = Imported::of(&case.request(), &Real);
        let mut names = Vec::new();
        for service in &imported.plan().services {
            assert!(!service.reasons.is_empty(), "{}: {}", case.name, service.service);
            assert!(!names.contains(&service.name), "{}: {}", case.name, service.name);
            names.push(service.name.clone());
        }
    }
}
