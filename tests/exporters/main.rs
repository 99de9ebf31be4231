//! What real programs emit, against what the catalogue says they do: no alert and no panel reads a
//! metric, a type or a label that is not there.
//!
//! * [`programs`]: each program is started as the catalogue has it, and asked for its metrics
//! * [`panels`]: all of them together, with [`app`] as what they watch, fill every panel
//! * [`mysql`]: the exporter of MySQL and MariaDB, in front of real servers and of what breaks in them
//! * [`verify`]: `stackgen verify` proves such a stack, and finds what is broken in it
//!
//! [`whole`] is that stack, [`front`] and [`hook`] what stands before and behind it. [`support::catalogue`]
//! compares, [`running`] starts and ends programs, [`alertmanager`] makes that one startable, and [`database`] is a
//! server of MySQL or MariaDB.
//!
//! Other exporters that are silent without what they watch are asked in `tests/e2e`, where it is. Grafana,
//! cAdvisor and Caddy's metrics have no test of this kind: there is no package of the first two.

mod alertmanager;
mod app;
mod database;
mod front;
mod hook;
mod mysql;
mod notifications;
mod panels;
mod probes;
mod programs;
mod running;
mod verify;
mod whole;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
