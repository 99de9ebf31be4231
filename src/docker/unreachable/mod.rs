//! Why no engine answers at an address, and the way out.
//!
//! [`Failure`] is what the attempt ran into, [`Around`] what can be seen of the user and the machine.
//! [`explain`] makes an error of both, and is pure.

mod around;
mod explain;
mod failure;
#[cfg(test)]
mod tests;

use super::{Address, Error};
use around::Around;
pub(super) use explain::TLS;
pub(super) use failure::Failure;

/// Says why no engine answers at an address, and what to do.
pub(super) fn unreachable(address: &Address, failure: &Failure) -> Error {
    explain::explain(address, failure, &Around::look(address))
}
