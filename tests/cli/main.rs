//! The command line as a user meets it: arguments in; exit code, output and files out.
//!
//! One binary for all of it, so that it links once. [`harness`] holds what makes a test read as a
//! sentence; the rest is one file for each thing that a user does or meets:
//!
//! * [`render`], [`drift`], [`unit_tests`], [`verify`], [`catalog`], [`doctor`], [`explain`]: the verbs;
//!   [`add`], [`remove`], [`set`]: those that edit a spec
//! * [`spec_input`], [`own_integrations`], [`own_files`]: what is read; [`files`]: what is found where it is written
//! * [`snapshots`]: whole stacks, of every preset and every example
//! * [`invalid`], [`secrets`]: what is refused, and what is never shown
//! * [`reports`]: what machines read, against its schema
//! * [`no_engine`], [`terminal`]: what stands in the way, and who sits in front of it; [`fake_engine`]
//!   answers as an engine would
//! * [`usage`], [`everywhere`]: what holds for all verbs, and on every machine

mod add;
mod catalog;
mod dashboards;
#[cfg(unix)]
mod doctor;
mod drift;
mod everywhere;
mod explain;
#[cfg(unix)]
mod fake_engine;
#[cfg(unix)]
mod files;
mod harness;
mod invalid;
mod networks;
#[cfg(unix)]
mod no_engine;
mod own_files;
mod own_integrations;
mod own_receivers;
mod remove;
mod render;
#[cfg(unix)]
mod reports;
mod secrets;
mod seen;
mod set;
mod snapshots;
mod spec_input;
#[cfg(target_os = "linux")]
mod terminal;
mod unattended;
mod unit_tests;
mod usage;
mod verify;
#[cfg(target_os = "linux")]
mod wizard;

#[cfg(all(test, unix))]
mod harness_test;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
