//! What strangers may do: SECURITY.md says from whom nothing is believed, and this is the proof.
//!
//! * [`outside`]: links and names that lead out of the spec's folder
//! * [`opened`]: which files a run opens at all, as the kernel sees it
//! * [`output_folder`]: what may lie where files are written
//! * [`printing`]: what names, texts and answers print
//! * [`fuzz`]: whatever is in a folder, an answer within limits
//! * [`secrets`]: secrets that somebody wrote into a spec
//! * [`size`]: specs that are made to be large, [`profiles`]: apps that all differ
//! * [`templates`], [`patterns`], [`promql`]: what an integration may ask of stackgen
//! * [`promtool`]: what a unit test may ask of promtool; [`stranger`] brings all of them
//! * [`engine`]: engines and programs that answer without end, late or wrongly; [`fake`] is one

#![cfg(target_os = "linux")]

mod engine;
mod fake;
mod fuzz;
mod limited;
mod opened;
mod output_folder;
mod outside;
mod patterns;
mod printing;
mod profiles;
mod promql;
mod promtool;
mod secrets;
mod size;
mod stranger;
mod templates;

#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "../cli/harness.rs"]
mod harness;
#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "../cli/seen.rs"]
mod seen;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
