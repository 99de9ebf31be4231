//! Recognising a secret that somebody wrote where only a file's path belongs.
//!
//! * [`words`]: what keys are called that hold one; [`key`] compares a key with them
//! * [`marks`]: how the secrets of well-known services begin
//! * [`url`]: what stands before an `@`, and behind a `?` or a `#`
//! * [`pairs`]: what stands in a text behind its name
//! * [`value`]: whether it is the secret itself, and no path or template
//! * [`kind`]: all of them, for one text
//! * [`hide`], [`refuse`]: what is done about it

mod hide;
mod key;
mod kind;
mod marks;
mod pairs;
mod refuse;
mod url;
mod value;
mod words;

pub use hide::hide_secrets;
pub use key::is_secret_key;
pub(super) use kind::secret_kind;
pub(crate) use pairs::is_flag_with_secret;
pub(super) use refuse::nearest;
pub(crate) use value::is_literal;
