//! The alerts' unit tests, put to the test: whatever is changed in a rule, one of them must fail.
//!
//! * [`kill`]: every mutant of every rule, through real `promtool test rules`
//! * [`settings`]: the tests hold for whatever intervals, thresholds and durations a spec sets
//!
//! [`everything`] is the stack with all the catalogue has, [`mutant`] knows what can be changed in a
//! rule, [`words`] splits expressions, and `equivalent.toml` lists changes that no test can see.

mod equivalent;
mod everything;
mod kill;
mod mutant;
mod promtool;
mod rules;
mod settings;
mod words;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;
