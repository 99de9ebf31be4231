//! What `init` says.

use super::record;

record! {
    /// What `init` found, and what it wrote or would write.
    pub struct Planned {
        /// The Compose files that were read.
        pub compose_files: Vec<String>,
        /// The name of the application's Compose project. `null` if it is not known.
        pub project: Option<String>,
        /// The application's services.
        pub services: Vec<Service>,
        /// The questions, and what answered them.
        pub answers: Vec<Answer>,
        /// The files that were written, or with `--dry-run` would be.
        pub files: Vec<Written>,
        /// Secret files that you have to create before the stack can start, relative to the spec.
        pub missing_secrets: Vec<String>,
        /// Whether the files were written.
        pub written: bool,
    }
}

record! {
    /// A service of the application.
    pub struct Service {
        /// Its name in Compose.
        pub name: String,
        /// The Compose file, and the line in it.
        pub place: String,
        /// What it is, for people: `PostgreSQL`, `app`, `one-shot`.
        pub title: String,
        /// What it is: `known`, `unserved`, `app`, `proxy`, `worker`, `one-shot`, `tool` or `monitoring`.
        pub kind: String,
        /// Why, each with file and line.
        pub reasons: Vec<String>,
        /// What is proposed.
        pub proposal: String,
        /// Whether it is proposed to monitor it.
        pub proposed: bool,
        /// Whether the spec monitors it already.
        pub monitored: bool,
        /// The networks over which the stack reaches it.
        pub networks: Vec<String>,
        /// What to know about it, each with file and line.
        pub notes: Vec<String>,
    }
}

record! {
    /// A question and its answer.
    pub struct Answer {
        /// The question.
        pub question: String,
        /// The flag that gives this answer, without its dashes.
        pub flag: String,
        /// The answer, as the flag takes it.
        pub value: String,
        /// Whether it is a default that nobody chose.
        pub default: bool,
    }
}

record! {
    /// A file, before and after.
    pub struct Written {
        /// Its path, relative to the spec's folder.
        pub path: String,
        /// What changes, as a unified diff.
        pub diff: String,
    }
}
