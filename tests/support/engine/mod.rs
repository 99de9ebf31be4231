//! A real Docker engine for the tests, and stand-ins for the images that a stack runs.
//!
//! ```ignore
//! let Some(engine) = engine::shared() else { return };
//! let listed = engine.docker(["ps", "--all"]);
//! assert!(listed.succeeded(), "{listed}");
//! ```
//!
//! * [`shared`]: the one engine of a test process, with all images, started on first use
//! * [`own`]: an engine that a test has for itself, to kill it and start it again
//! * [`source`]: where its images come from: [`images`] makes stand-ins, [`archive`] keeps real ones
//!
//! Both move the calling thread into the engine's [`network`]: only there are its containers and the
//! ports that they publish. How an engine is kept apart from the machine, and what becomes of it when
//! the tests end or are killed, is told in `keeper.sh`.

pub(crate) mod archive;
pub(crate) mod compiled;
pub(crate) mod image;
pub(crate) mod images;
pub(crate) mod keeper;
pub(crate) mod network;
pub(crate) mod programs;
pub(crate) mod running;
pub(crate) mod shop;
pub(crate) mod source;
pub(crate) mod standin;
pub(crate) mod tar;
#[cfg(test)]
#[allow(unused, reason = "a benchmark has no tests")]
mod tar_test;

use std::sync::OnceLock;

pub(crate) use running::Engine;

use crate::support::skip;

/// The engine that the tests of this process share, whose network the calling thread enters.
///
/// Nothing where there can be none; that the test is skipped has then been said already.
#[must_use]
#[track_caller]
pub(crate) fn shared() -> Option<&'static Engine> {
    static SHARED: OnceLock<Result<Engine, String>> = OnceLock::new();
    match SHARED.get_or_init(Engine::start) {
        Ok(engine) => {
            engine.enter();
            Some(engine)
        }
        Err(why) => skipped(why),
    }
}

/// An engine of a test's own, whose network the calling thread enters. It ends with the value.
///
/// Nothing where there can be none; that the test is skipped has then been said already.
#[must_use]
#[track_caller]
pub(crate) fn own() -> Option<Engine> {
    match Engine::start() {
        Ok(engine) => {
            engine.enter();
            Some(engine)
        }
        Err(why) => skipped(&why),
    }
}

#[track_caller]
fn skipped<T>(why: &str) -> Option<T> {
    let registries =
        if source::real() { ", where the images' registries can be reached" } else { "" };
    let how = format!(
        "run it as root on Linux with overlayfs, bridges, nf_tables and network namespaces{registries}"
    );
    skip::skip("needs a Docker engine", why, &how);
    None
}
