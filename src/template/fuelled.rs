//! minijinja for templates that may be a stranger's.
//!
//! Its fuel is one budget for all that a template does: each instruction costs one, and so do 64 bytes of what
//! it makes, filters and functions included; what would not fit is not even tried. It does not say
//! how much a template took that failed, nor an expression at all. So a template is first tried with
//! little, and pays for the level that it got to: nearly all need only the first. What fuel does not count, [`language`](super::language) refuses.

use super::TemplateError;
use super::budget::Budget;
use super::engine::environment;
use super::formatter;
use minijinja::{Environment, Error, ErrorKind};
use std::cell::OnceCell;

/// What is tried, one after the other. The last is what `{% for %}` needs for a test of 100,000
/// samples one by one, and takes a tenth of a second.
const LEVELS: [u64; 3] = [200, 10_000, 1_000_000];

/// What one fuel costs, and a byte that is compiled, in units of the budget.
const FUEL: u64 = 64;
const COMPILED: u64 = 128;

/// An environment for each level, made when it is needed.
#[derive(Default)]
pub(super) struct Fuelled([OnceCell<Environment<'static>>; LEVELS.len()]);

impl Fuelled {
    /// Does something with a source, and with as much fuel as it needs.
    ///
    /// # Errors
    /// Says what is wrong, or which budget it exceeds.
    pub(super) fn run<T>(
        &self,
        source: &str,
        budget: &Budget,
        work: impl Fn(&Environment<'static>) -> Result<T, Error>,
    ) -> Result<T, TemplateError> {
        let mut result = Err(Error::from(ErrorKind::OutOfFuel));
        for (cell, fuel) in self.0.iter().zip(LEVELS) {
            budget.work(fuel * FUEL + source.len() as u64 * COMPILED)?;
            result = work(cell.get_or_init(|| fuelled(fuel)));
            if !result.as_ref().is_err_and(is_out_of_fuel) {
                break;
            }
        }
        Ok(result?)
    }
}

fn fuelled(fuel: u64) -> Environment<'static> {
    let mut env = environment();
    env.set_fuel(Some(fuel));
    env.set_recursion_limit(100);
    formatter::install(&mut env);
    env
}

/// Whether the fuel was out, or something made of it was: an error in a filter may wrap it.
fn is_out_of_fuel(error: &Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<Error>().is_some_and(|it| it.kind() == ErrorKind::OutOfFuel) {
            return true;
        }
        next = error.source();
    }
    false
}

/// What is said of a template that takes too long.
pub(super) fn out_of_fuel() -> String {
    "it takes more than 1,000,000 steps, or comes to more than they may make".to_owned()
}
