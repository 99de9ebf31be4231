//! Texts before and after an edit.

mod cases;
mod laws;
