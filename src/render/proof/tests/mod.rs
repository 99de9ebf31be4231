//! What reads back, what is refused, and that another reader says the same.

mod cases;
mod libyaml;
