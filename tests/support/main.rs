//! Tests of what the integration tests share, each beside what it tests. They are a binary of their
//! own so that they run once, and not once for each binary that takes `support` in.

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "mod.rs"]
mod support;

#[cfg(test)]
#[path = "tools/apt_test.rs"]
mod apt_test;
#[cfg(test)]
mod cases_test;
#[cfg(test)]
mod catalogue_test;
#[cfg(test)]
mod exposition_test;
#[cfg(all(test, unix))]
#[path = "tools/find_test.rs"]
mod find_test;
#[cfg(test)]
mod golden_test;
#[cfg(test)]
#[path = "tools/mirror_test.rs"]
mod mirror_test;
#[cfg(all(test, unix))]
mod process_test;
#[cfg(test)]
#[path = "tools/program_test.rs"]
mod program_test;
#[cfg(test)]
#[path = "tools/set_test.rs"]
mod set_test;
#[cfg(test)]
mod skip_test;
#[cfg(test)]
#[path = "tools/store_test.rs"]
mod store_test;
#[cfg(test)]
mod unindent_test;
#[cfg(test)]
#[path = "tools/version_test.rs"]
mod version_test;
