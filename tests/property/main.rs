//! What holds for every spec, not only for those that somebody thought of.
//!
//! * [`strings`]: any text anywhere in a spec comes back as that text, or is refused where it stands
//! * [`generated`]: specs made by chance and by damage: no panic, and whatever is accepted renders files that parse
//! * [`edits`]: what is added to such specs and removed again leaves no trace
//! * [`tools`]: the real programs accept a sample of what is accepted
//! * [`size`]: huge and hostile specs are answered in a time that grows with their size
//!
//! `STACKGEN_PROPERTY_CASES=100000 cargo test --locked --release --test property` tries many more
//! specs; CONTRIBUTING.md has the other variables.

mod compare;
mod edits;
mod generated;
mod grammar;
mod hostile;
mod parsed;
mod peer;
mod place;
mod run;
mod schema;
mod size;
mod strings;
mod tape;
mod toml_text;
mod tools;
mod undo;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
