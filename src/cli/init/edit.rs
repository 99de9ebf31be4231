//! What is new, in a spec that is there.

use crate::cli::failure::Failure;
use crate::edit::{Draft, Refusal, string};
use crate::init::{Known, Spec};

/// The text of a spec with what the answers add to it. What a person wrote stays as it is.
///
/// # Errors
/// When it is written in a way that nothing can be added to.
pub(super) fn extended(text: &str, known: &Known, spec: &Spec) -> Result<String, Failure> {
    let refused = |why: Refusal| Failure::bad(why.to_string()).note("nothing was written");
    let mut draft = Draft::read(text)
        .map_err(|why| Failure::bad(why.to_string()).note("nothing was written"))?;
    for (network, _) in spec.networks.iter().filter(|(name, _)| !known.networks.contains(name)) {
        draft.push(&["networks", "join"], &string(network)).map_err(refused)?;
    }
    for entry in &spec.entries {
        draft.add(entry.section, &entry.name, &entry.text).map_err(refused)?;
    }
    Ok(draft.text())
}
