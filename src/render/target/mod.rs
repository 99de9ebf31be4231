//! What a stack becomes on what it runs on. Nothing outside knows how a target writes things.

mod compose;

pub(super) use compose::render as compose;
pub use compose::{COMPOSE_FILE, config_hash};
