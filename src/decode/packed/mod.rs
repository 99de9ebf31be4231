//! TOML that was read when the program was built.
//!
//! The catalogue that is part of the program is some 300 kB of TOML. Reading it anew took a quarter
//! of the time in which a stack is rendered, so the build script writes down the tree that
//! [`parse`](super::parse()) would give, and [`unpack`] takes that instead. A test compares the two.
//!
//! A value is its kind, where it begins, how long it is, and its value. Numbers are in base 128, the
//! least first, with the high bit set in all bytes but the last. Most strings stand in the text as
//! they are, and are not written down again:
//!
//! | kind | value |
//! |---|---|
//! | `s` | a string: how far from the start its text is, and how long it is there |
//! | `S` | a string that is written otherwise in the text: its length, its bytes |
//! | `i` | an integer, its sign in the lowest bit (zigzag) |
//! | `f` | a float: its 64 bits, the least byte first |
//! | `t`, `n` | true, false |
//! | `d` | a date or a time, as `S` |
//! | `a` | an array: how many items, and those |
//! | `m` | a table: how many entries, and of each the key, as a string, and the value |

mod read;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod write;

pub use read::unpack;
