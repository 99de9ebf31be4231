//! Descriptions beside each other.

use std::collections::BTreeSet;

/// Two descriptions, or the longer one where both say the same.
pub(crate) fn joined(key: &str, own: &str) -> String {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        // The plural of a word is the same word.
        words.map(|word| word.to_lowercase().trim_end_matches('s').to_owned()).collect()
    };
    // What a description says in its first sentence.
    let first = |text: &str| words(text.split(". ").next().unwrap_or_default());
    let (a, b) = (first(key), first(own));
    let shared = a.intersection(&b).count();
    if own.is_empty() || shared > 0 && shared * 2 >= a.len().min(b.len()) {
        return if own.len() > key.len() { own } else { key }.to_owned();
    }
    format!("{key} {own}")
}

#[test]
fn what_is_said_twice_is_written_once() {
    let case = |key: &str, own: &str, expected: &str| assert_eq!(joined(key, own), expected);
    case(
        "How Docker sees that it works.",
        "How Docker sees that a service works.",
        "How Docker sees that a service works.",
    );
    case("Its dashboard.", "A Grafana dashboard.", "A Grafana dashboard.");
    case("Its panels, in reading order.", "A panel.", "Its panels, in reading order.");
    case("When P2 is sent.", "When the daily message is sent.", "When the daily message is sent.");
    case(
        "Its limits. A spec can set others.",
        "Limits of a container.",
        "Its limits. A spec can set others.",
    );
    case("Dashboards.", "", "Dashboards.");
    case("A.", "Something else entirely.", "A. Something else entirely.");
}
