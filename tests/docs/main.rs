//! The documents say what is so: references are generated from the types and the catalogue, and
//! every command that a document shows is run.

mod advice;
mod catalogue;
mod console;
mod conventions;
mod doctor;
mod graph;
mod hardening;
mod links;
mod marked;
#[cfg(target_os = "linux")]
mod minutes;
#[cfg(target_os = "linux")]
mod pictures;
mod preset_values;
mod presets;
mod reference;
mod report;
mod schema;
mod stackgen;
mod values;
mod wording;
mod words;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../architecture/rust.rs"]
mod rust;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
