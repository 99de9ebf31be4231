//! The order in which the sections of a spec usually stand.

use crate::spec::Spec;

/// The place of a section or a key among those of a spec. What a spec does not have comes last.
pub(super) fn rank(name: &str) -> usize {
    Spec::KEYS.iter().position(|key| *key == name).unwrap_or(Spec::KEYS.len())
}

/// The sections whose tables have names of the user's choice.
pub const NAMED: &[&str] = &["apps", "integrations", "probes", "alerts", "receivers"];

/// How many keys of a path are those of a table with a header of its own.
pub(super) fn header_len(path: &[&str]) -> usize {
    let named = path.first().is_some_and(|first| NAMED.contains(first));
    (path.len().saturating_sub(1)).min(if named { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::NAMED;
    use crate::decode::{Decode as _, Schema};
    use crate::spec::Spec;

    #[test]
    fn the_named_sections_are_those_of_the_schema() {
        let mut schema = Schema::default();
        Spec::schema(&mut schema);
        let root = schema.definition("Spec").unwrap();
        let properties = root["properties"].as_object().unwrap();
        let named = properties.iter().filter(|(_, of)| of.get("propertyNames").is_some());
        let named: Vec<_> = named.map(|(name, _)| name.as_str()).collect();
        assert_eq!(named, NAMED);
    }
}
