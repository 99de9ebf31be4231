//! The alerts' unit tests, put to the test: whatever is changed in a rule, one of them must fail.
//!
//! * [`kill`]: every mutant of every rule, through real `promtool test rules`
//! * [`settings`]: the tests hold for whatever intervals, thresholds and durations a spec sets
//! * [`order`]: they hold in whatever order Prometheus evaluates the files of rules
//!
//! [`everything`] has the stacks that together have all the catalogue has, [`mutant`] knows what can be
//! changed in a rule, [`variants`] puts mutants side by side into one file, [`hunt`] tries them, and
//! `equivalent.toml` lists changes that no test can see.

mod equivalent;
mod everything;
mod hunt;
mod kill;
mod mutant;
mod order;
mod promtool;
mod rules;
mod settings;
mod variants;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
