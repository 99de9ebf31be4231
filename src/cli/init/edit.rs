//! What is new, in a spec that is there.

use crate::cli::exit::Exit;
use crate::edit::{Draft, string};
use crate::init::{Known, Spec};
use crate::ui::Screen;

/// The text of a spec with what the answers add to it. What a person wrote stays as it is.
///
/// # Errors
/// When it is written in a way that nothing can be added to; that is said then.
pub(super) fn extended(
    text: &str,
    known: &Known,
    spec: &Spec,
    screen: &Screen,
) -> Result<String, Exit> {
    let refuse = |why: String| {
        screen.failed(&why);
        screen.summary("nothing was written");
        Exit::Bad
    };
    let mut draft = Draft::read(text).map_err(|error| refuse(error.to_string()))?;
    for (network, _) in spec.networks.iter().filter(|(name, _)| !known.networks.contains(name)) {
        draft
            .push(&["networks", "join"], &string(network))
            .map_err(|error| refuse(error.to_string()))?;
    }
    for entry in &spec.entries {
        let added = draft.add(entry.section, &entry.name, &entry.text);
        added.map_err(|error| refuse(error.to_string()))?;
    }
    Ok(draft.text())
}
