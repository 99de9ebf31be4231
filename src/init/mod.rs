//! The wizard: from what was found to a spec, by way of a few questions.
//!
//! [`Scene`] is what was looked at. [`ask()`] puts each [`Question`] that flags do not answer to a
//! [`Prompter`]: a person at a terminal, or [`Unattended`], which takes the defaults. So there is one
//! way through the questions, whoever answers them. [`Spec`] is what comes out, as text.
//!
//! Nothing is read or written here.

mod answers;
mod ask;
mod flags;
mod known;
mod people;
mod places;
mod question;
mod scene;
mod spec;
mod steps;
#[cfg(test)]
mod tests;
mod text;
mod unattended;

pub use answers::{Answers, Place};
pub use ask::{Asked, Stop, Trouble, ask};
pub use flags::{Flag, flags};
pub use known::{Known, known};
pub use people::example as tiers_example;
pub use question::{Form, Item, Prompter, Question, Said};
pub use scene::Scene;
pub use spec::{Entry, Spec};
pub use unattended::{Taken, Unattended};
