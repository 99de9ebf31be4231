//! Facts that are made up, and what is found in them.

mod cases;
mod harness;
mod read_only;
