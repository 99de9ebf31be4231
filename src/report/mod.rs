//! What machines read: one document a run, the same form for every verb.
//!
//! [`Report`] is the document. Its `result` is a type of the verb's own, in a module of the verb's name.
//! The `record!` macro writes each type, what it becomes in JSON, and its JSON Schema from one
//! definition, so they cannot disagree; [`schema()`] is the whole schema, and `docs/json.md` its prose.

pub mod catalog;
pub mod doctor;
mod document;
pub mod down;
pub mod explain;
pub mod init;
pub mod logs;
mod record;
pub mod reload;
pub mod render;
mod schema;
mod shape;
pub mod status;
pub mod test;
pub mod up;
pub mod verify;

pub use document::{Diagnosed, Diagnostic, Failure, Label, Outcome, Report};
pub(crate) use record::{record, words};
pub use schema::schema;
pub use shape::{Definitions, Shape};

record! {
    /// Something that has the stack's name, but belongs to somebody else.
    pub struct Other {
        /// `container`, `network` or `volume`.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// Who created it: `stack`, a stack in another folder; `application`, a Compose project; or `unknown`.
        pub owner: String,
        /// Where its owner is. `null` if that is not known.
        pub place: Option<String>,
    }
}

record! {
    /// What `add`, `remove` or `set` changed in a spec.
    pub struct Edited {
        /// The spec, as the arguments name it.
        pub spec: String,
        /// Whether the edit changes anything.
        pub changed: bool,
        /// Whether the spec was written: not with `--dry-run`, nor if nothing changes.
        pub written: bool,
        /// The change as a unified diff, with `\n` at the end of each line. Empty if nothing changes.
        pub diff: String,
        /// How many errors the spec has. It had all of them before.
        pub errors: usize,
        /// Secret files that you have to create because of the edit, relative to the spec.
        pub missing_secrets: Vec<String>,
        /// Secret files that `up` creates because of the edit, if you do not, relative to the spec.
        pub generated_secrets: Vec<String>,
    }
}

record! {
    /// What `check` found.
    pub struct Checked {
        /// How many errors there are.
        pub errors: usize,
        /// How many warnings there are.
        pub warnings: usize,
    }
}
