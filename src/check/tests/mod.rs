//! The checks, each seen to speak and to stay silent.
//!
//! The examples on the pages under `docs/checks/` are the main tests (`pages`); what they leave
//! open is in `cases` and `expressions`. All run over a small catalogue of their own (`catalogue/`);
//! that the real one gives no cause for complaint is shown in `real_catalogue`.

mod cases;
mod expressions;
mod foreign_secret;
mod harness;
mod host_access;
mod imported;
mod pages;
mod real_catalogue;
mod snippet;
