//! Names for a spec from the names of services.

use crate::value::{Name, Scalar as _};
use std::collections::BTreeSet;

/// The longest name, without the number that makes it another one.
const LONGEST: usize = 59;

/// A name like a service's that is not taken yet, and takes it.
pub(super) fn name(service: &str, taken: &mut BTreeSet<String>) -> Name {
    let folded = service.to_lowercase();
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let text: String =
        folded.chars().map(|c| if good(c) { c } else { '-' }).take(LONGEST).collect();
    let text = text.trim_matches(['-', '_']);
    let text = if text.is_empty() { "service" } else { text };
    let numbered = (2..).map(|number| format!("{text}-{number}"));
    let free = std::iter::once(text.to_owned()).chain(numbered).find(|it| !taken.contains(it));
    let free = free.expect("there are more numbers than services");
    taken.insert(free.clone());
    Name::parse(&free).expect("it has only what a name may have")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_get_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let long = "x".repeat(100);
        for (service, expected) in [
            ("db", "db"),
            ("DB", "db-2"),
            ("laravel.test", "laravel-test"),
            ("laravel-test", "laravel-test-2"),
            ("_app_", "app"),
            ("ü", "service"),
            ("--", "service-2"),
            (long.as_str(), &long[..59]),
        ] {
            assert_eq!(name(service, &mut taken).as_str(), expected);
        }
    }
}
