/// The candidate a person most likely meant by `word`, if one is near enough.
///
/// Nearness is the edit distance with transpositions (at most a third of the word), or a common
/// start, as in `webhook_url` for `webhook_url_file`.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words come from hostile input only, and the distance costs the square of the length.
    if word.len() > 64 {
        return None;
    }
    let folded = word.to_lowercase().replace('-', "_");
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 96)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase().replace('-', "_");
            let distance = strsim::damerau_levenshtein(&folded, &other);
            let near = distance <= folded.chars().count().max(3) / 3;
            let prefix =
                folded.len() >= 4 && (other.starts_with(&folded) || folded.starts_with(&other));
            (near || prefix).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether a text is a word, or the word with one slip: a letter too many, too few or wrong, or two
/// letters that changed places.
pub fn is_slip(text: &str, word: &str) -> bool {
    strsim::osa_distance(text, word) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(closest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn suggests_what_was_meant() {
        case("retension", &["retention", "resources"], Some("retention"));
        case("scrape-interval", &["scrape_interval"], Some("scrape_interval"));
        case("webhook_url", &["webhook_url_file", "channel"], Some("webhook_url_file"));
        case("prot", &["port", "image"], Some("port"));
        case("zzz", &["port", "image"], None);
        case("x", &["a", "b"], Some("a"));
        case(&"a".repeat(100_000), &["port"], None);
    }

    #[test]
    fn one_slip() {
        for (text, expected) in [
            ("toml", true),
            ("tmol", true),
            ("tom", true),
            ("tomll", true),
            ("toml~~", false),
            ("txt", false),
        ] {
            assert_eq!(is_slip(text, "toml"), expected, "{text}");
        }
    }
}
