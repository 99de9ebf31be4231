//! What was looked at.

use crate::catalog::Catalog;
use crate::diag::{Diagnostics, Sources, Span};
use crate::import::{Credential, Kind, Network, Offer, Plan, Proposal, Reason};
use crate::init::Scene;
use crate::value::{HostPort, Line, Name, Scalar as _, ScrapeTarget};

const READ: &str = "the text is right";

/// No application.
pub(super) fn bare() -> Scene {
    let ways = Catalog::ways(&mut Sources::default(), &mut Diagnostics::default());
    Scene {
        folder: "Shop".to_owned(),
        timezone: Some("Europe/Berlin".to_owned()),
        conventions: vec![
            ("express".to_owned(), "Express".to_owned()),
            ("fastapi".to_owned(), "FastAPI".to_owned()),
        ],
        ways,
        ..Scene::default()
    }
}

/// An application of three services: an app, a database and a cache; `more` are further services.
pub(super) fn shop(more: impl IntoIterator<Item = Proposal>) -> Scene {
    let secret = Credential {
        setting: "password_file".to_owned(),
        file: "secrets/db".to_owned(),
        found: Some(reason("POSTGRES_PASSWORD")),
        setup: true,
    };
    let db = Proposal {
        secrets: vec![secret],
        ..service("db", Kind::Known, "PostgreSQL", integration("postgres", "db:5432"))
    };
    let services = vec![
        app("api", Some(8080)),
        db,
        service("cache", Kind::Known, "Redis", integration("redis", "cache:6379")),
    ];
    let services = services.into_iter().chain(more).collect();
    Scene { plan: Some(Plan { project: Some("shop".to_owned()), services }), ..bare() }
}

pub(super) fn app(name: &str, port: Option<u16>) -> Proposal {
    let target = port.map(|port| format!("{name}:{port}"));
    let offer = Offer::App {
        target: target.map(|it| ScrapeTarget::parse(&it).expect(READ)),
        host: Line::parse(name).expect(READ),
        path: None,
        health: None,
    };
    service(name, Kind::App, "app", offer)
}

fn integration(r#type: &str, address: &str) -> Offer {
    Offer::Integration {
        r#type: Name::parse(r#type).expect(READ),
        address: HostPort::parse(address).expect(READ),
        settings: vec![],
    }
}

pub(super) fn service(name: &str, kind: Kind, title: &str, offer: Offer) -> Proposal {
    let network = Network {
        name: Some("shop_default".to_owned()),
        key: "default".to_owned(),
        origin: "the project's name, then _default".to_owned(),
    };
    Proposal {
        service: name.to_owned(),
        name: Name::parse(name).expect(READ),
        place: Span::NOWHERE,
        kind,
        title: title.to_owned(),
        reasons: vec![reason(&format!("image {name}"))],
        offer,
        ticked: true,
        published: vec![],
        profiles: vec![],
        networks: vec![network],
        secrets: vec![],
        notes: vec![],
    }
}

fn reason(text: &str) -> Reason {
    Reason { text: text.to_owned(), place: Span::NOWHERE }
}
