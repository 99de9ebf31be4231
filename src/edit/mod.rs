//! A spec as its author keeps it: text in, text out, and nothing changes but what was asked for.
//!
//! A [`Draft`] knows where everything stands in a text. Each edit replaces a few bytes of it, so comments,
//! order, blank lines, quotes and line endings stay as they are everywhere else. After each edit the text is
//! read again: an edit that would break it is refused.
//!
//! ```
//! use stackgen::edit::{Draft, string};
//!
//! let mut draft = Draft::read("version = 1 # of the format\n\n[apps.web]\ntargets = [\"web:80\"]\n")?;
//! draft.set(&["name"], &string("shop"))?;
//! draft.add("apps", "api", "# The API.\n[apps.api]\ntargets = [\"api:8080\"]\n")?;
//! draft.push(&["apps", "web", "targets"], &string("web-2:80"))?;
//! assert_eq!(
//!     draft.text(),
//!     "version = 1 # of the format\nname = \"shop\"\n\n\
//!      [apps.web]\ntargets = [\"web:80\", \"web-2:80\"]\n\n# The API.\n\
//!      [apps.api]\ntargets = [\"api:8080\"]\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod add;
mod cut;
mod draft;
mod find;
mod inline;
mod layout;
mod literal;
mod page;
mod push;
mod refusal;
mod section;
mod set;
#[cfg(test)]
mod tests;

pub use draft::Draft;
pub use find::Found;
pub use literal::{is_value, key, keys, string};
pub use refusal::{Refusal, Unreadable};
pub use section::NAMED;
