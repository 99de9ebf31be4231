use super::{Service, Stack};
use crate::value::hex;
use sha2::{Digest as _, Sha256};

/// What all containers have in common. Counts up when that changes, so that they are made anew.
const SHAPE: u32 = 2;

impl Service {
    /// A digest of everything in the spec and the catalogue that makes its container what it is: two
    /// services with the same one can share a container. What its mounted files hold is not part of
    /// it, nor where they lie.
    ///
    /// # Panics
    /// Never: a service is texts, numbers, lists and maps by texts.
    pub fn fingerprint(&self, stack: &Stack) -> String {
        let container = (SHAPE, self, self.joins(stack));
        let text = serde_json::to_vec(&container).expect("a service is plain data");
        hex(Sha256::digest(text))
    }
}
