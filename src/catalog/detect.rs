use crate::decode::{Listed, choice, table};
use crate::value::{Key, Line, Name, Port};

choice! {
    /// What a service is that is recognised.
    pub enum Detected("what a service is") {
        /// A server that others use: a database, a cache, a queue.
        Service = "service",
        /// A reverse proxy or web server.
        Proxy = "proxy",
        /// It works off a queue or a schedule, and listens on no port.
        Worker = "worker",
        /// It ends by itself.
        OneShot = "one-shot",
        /// It is there for developers.
        Tool = "tool",
        /// Monitoring that is there already.
        Monitoring = "monitoring",
    }
}

table! {
    /// How stackgen recognises such a service in a Compose file.
    pub struct Detect("what recognises a service") {
        /// What it is.
        kind: Detected = Detected::Service,
        /// Images: `postgres` is the last part of any name, `pgvector/pgvector` the last two.
        images: Vec<Line>,
        /// Words in the last part of an image's name, between `-`, `_` and `.`. They count less than
        /// `images`.
        words: Vec<Line>,
        /// Images and words of other programs that have one of `words` in their name.
        not: Vec<Line>,
        /// Folders inside the container that only its data is mounted at.
        mounts: Vec<Line>,
        /// Words in the command of a health check.
        healthchecks: Vec<Line>,
        /// Programs or words in the command that runs it.
        commands: Vec<Line>,
        /// Programs in the same image that are only clients.
        clients: Vec<Line>,
        /// Words in the name of a service. They count only where nothing else can tell: without an image,
        /// or with a variable in its place.
        names: Vec<Line>,
        /// Schemes of the URLs in which clients name it.
        schemes: Vec<Line>,
        /// Beginnings of environment variables that it has. They only confirm: clients have them as well.
        variables: Vec<Line>,
        /// The port on which it listens by default.
        port: Option<Port>,
        /// Flags and environment variables that set another port.
        port_from: Vec<Line>,
        /// The secret that monitoring it needs.
        secret: Option<DetectSecret>,
    }
}

table! {
    /// The secret that monitoring a service needs, and where the service has one of its own.
    pub struct DetectSecret("the secret of a service") {
        /// The integration's setting that takes it.
        setting: Key,
        /// Whether it is needed only if the service has one.
        optional: bool = false,
        /// Environment variables that hold the service's own.
        variables: Vec<Line>,
        /// Flags of its command that are followed by it.
        flags: Vec<Line>,
        /// What to know about the service's own.
        remark: Option<Line>,
    }
}

table! {
    /// What an importer knows besides integrations.
    pub struct Kinds("the kinds of services") {
        /// Words in images' names that make a server's name the name of something else, such as `exporter`.
        never: Vec<Line>,
        /// Ports of debuggers, which nobody monitors.
        debug_ports: Vec<Port>,
        /// Words in the names of profiles whose services run only when somebody asks.
        profiles: Vec<Line>,
        /// What is recognised, by name.
        known: Listed<Name, KnownKind>,
    }
}

table! {
    /// A kind of service that no integration is for.
    pub struct KnownKind("a kind of service") {
        /// Its name for people.
        title: Line,
        /// What recognises it.
        detect: Detect,
    }
}
