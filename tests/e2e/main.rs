//! Rendered stacks on a real Docker engine, with what they watch.
//!
//! * [`stack`]: all of a stack comes up, watches what it should and reaches people
//! * [`up`]: `stackgen up` on a clean engine, and again when something changed
//! * [`wizard`]: from an application without monitoring to a proven stack
//! * [`secrets`]: a secret that was changed is in force after `stackgen up`, however it was changed
//! * [`breaks`]: something goes wrong during each of its steps
//! * [`ownership`]: what others made under the same name is left alone, whatever is asked for
//! * [`pull`]: images come from a registry, to those who may have them
//! * [`inside`]: what somebody can reach who has taken over one of its containers
//! * [`neighbours`]: another user of the machine is at work in the spec's folder
//! * [`parity`]: its containers are those that Docker Compose would make; each takes over the other's
//! * [`alerts`]: alerts that fire for real reach who they should, when they should
//! * [`verify`]: what `stackgen verify` and `stackgen status` tell of a stack that runs
//! * [`unit_tests`]: `stackgen test` with promtool out of the Prometheus image
//! * [`doctor`]: what `stackgen doctor` finds before one runs
//! * [`metrics`]: exporters of databases emit what the catalogue says, as they do with a real server
//! * [`engines`]: the engine itself does what the other tests take for granted
//!
//! What the tests are built of:
//!
//! * [`engine`]: a real engine in a network of its own, and stand-ins for the images
//! * [`fixture`]: a spec for a standard stack in a folder of its own, with the application that it
//!   watches ([`application`]) and somebody who hears its alerts ([`receiver`])
//! * [`place`]: only the folder and the engine, for smaller stacks
//! * [`http`], [`ports`], [`poll`]: questions to what runs, ports for it, and patience
//! * [`zone`]: where on earth it is noon
//!
//! Grafana and cAdvisor are stubs, as no package has them; with `STACKGEN_TEST_IMAGES=real` all images of
//! the catalogue are those that registries have.
#![cfg(target_os = "linux")]

mod alerts;
mod application;
mod breaks;
mod doctor;
mod engines;
mod fixture;
mod http;
mod inside;
mod light;
mod metrics;
mod neighbours;
mod ownership;
mod parity;
mod place;
mod poll;
mod ports;
mod pull;
mod receiver;
mod secrets;
mod stack;
mod unit_tests;
mod up;
mod verify;
mod wizard;
mod zone;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/engine/mod.rs"]
mod engine;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../exporters/running.rs"]
mod running;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
