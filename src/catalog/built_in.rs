use super::embedded::File;
use crate::decode::{Cx, Decode};
use crate::diag::{Diagnostics, SourceId, Sources};

/// What a file that is part of the program says.
pub(super) fn built_in<T: Decode>(
    file: File,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (SourceId, Option<T>) {
    let mut found = Diagnostics::default();
    let (source, tree) = file.read(sources, &mut found);
    let value = T::decode(&tree, &mut Cx::trusting(sources, &mut found));
    (source, sound(value, found, diagnostics))
}

/// A value if nothing is wrong with it. What was found is reported.
pub(super) fn sound<T>(
    value: Option<T>,
    found: Diagnostics,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let sound = !found.has_errors();
    diagnostics.append(found);
    value.filter(|_| sound)
}
