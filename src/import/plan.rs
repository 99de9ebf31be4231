use crate::diag::Span;
use crate::value::{HostPort, Line, Name, ScrapeTarget, UrlPath};

/// An application, and what is proposed to monitor of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The name of its Compose project, exactly as Compose makes it. `None` if only something that
    /// was not found decides it.
    pub project: Option<String>,
    /// Its services, in the order of the files.
    pub services: Vec<Proposal>,
}

/// One service, what it is taken for, and what is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The service's name in Compose.
    pub service: String,
    /// The name that it gets in a spec; unique among the plan's.
    pub name: Name,
    /// Where the service stands.
    pub place: Span,
    /// The profiles that it is part of; with any, Compose starts it only if somebody asks for one.
    pub profiles: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// What it is, for people: `PostgreSQL`, `app`, `worker of api`, `one-shot`.
    pub title: String,
    /// Why we think so, the strongest reason first. Never empty.
    pub reasons: Vec<Reason>,
    /// What is proposed.
    pub offer: Offer,
    /// Whether it is proposed to be ticked.
    pub ticked: bool,
    /// The ports of the host that it is published on, as far as the files tell them.
    pub published: Vec<u16>,
    /// The networks over which a stack reaches it.
    pub networks: Vec<Network>,
    /// The secrets that monitoring it needs.
    pub secrets: Vec<Credential>,
    /// What must be said about it: a mode without a name to reach it by, an image that only a
    /// variable names, the superuser's password in place of a role's own.
    pub notes: Vec<Reason>,
}

/// What a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that the catalogue monitors.
    Known,
    /// Something that is recognised, and that no integration monitors yet.
    Unserved,
    /// Something with its own HTTP interface, mostly the user's own.
    App,
    /// A reverse proxy or web server.
    Proxy,
    /// Works off a queue or a schedule, and listens on no port.
    Worker,
    /// Ends by itself: migrations, set-up.
    OneShot,
    /// There for developers only: an admin's page, a mail catcher, a debugger.
    Tool,
    /// Monitoring that is there already.
    Monitoring,
}

/// A sign, or a remark, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What was seen, in a few words: `image postgres:16`, `its health check runs pg_isready`. Never
    /// the value of a variable.
    pub text: String,
    /// Where.
    pub place: Span,
}

/// What is proposed for a service.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// An integration.
    Integration {
        /// The type in the catalogue.
        r#type: Name,
        /// Where the service listens, as another container on its network reaches it.
        address: HostPort,
        /// Further settings that the files decide, such as a user.
        settings: Vec<(String, String)>,
    },
    /// An app that exposes its own metrics. Port and path are `None` where nothing tells them.
    App {
        /// Where it listens.
        target: Option<ScrapeTarget>,
        /// Its host name, in any case.
        host: Line,
        /// The path of the metrics, if something tells it.
        path: Option<UrlPath>,
        /// The path that its health check requests over HTTP, if it does.
        health: Option<UrlPath>,
    },
    /// A probe from outside: of a URL path over HTTP, or that a port answers.
    Probe {
        /// Where it listens.
        target: HostPort,
        /// The path to request; `None` for a probe of the port alone.
        path: Option<UrlPath>,
    },
    /// Nothing of its own, and why: cAdvisor covers its container, or it is left out.
    Nothing {
        /// A few words.
        why: String,
    },
}

/// A network of the application's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    /// Its name, exactly as Compose makes it. `None` if only something that was not found decides it.
    pub name: Option<String>,
    /// How it is called in the files.
    pub key: String,
    /// How the name came about, in a few words: `the project's name, then _default`.
    pub origin: String,
}

/// A secret that monitoring a service needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// The setting that takes the secret's file: `password_file`.
    pub setting: String,
    /// The file, relative to the spec: `secrets/db`.
    pub file: String,
    /// Where the application's own secret is: the variable's name, or what else holds it. Never its
    /// value.
    pub found: Option<Reason>,
    /// What to do once in the service, from the integration's `setup`, if it has one.
    pub setup: bool,
}
