//! The name of a Compose project.

/// What Compose makes of a folder's name: lower case, everything but `[a-z0-9_-]` removed, and no `_` or
/// `-` in front. Empty if nothing is left.
pub(super) fn normalized(name: &str) -> String {
    let name = name.to_lowercase();
    let kept = name.chars().filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-'));
    kept.collect::<String>().trim_start_matches(['_', '-']).to_owned()
}

/// Whether Compose takes a name that somebody gave.
pub(super) fn is_valid(name: &str) -> bool {
    !name.is_empty() && normalized(name) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(folder: &str, expected: &str) {
        assert_eq!(normalized(folder), expected, "{folder}");
    }

    #[test]
    fn folders_become_names() {
        case("shop", "shop");
        case("My App", "myapp");
        case("app.v2", "appv2");
        case("_x-", "x-");
        case("-lead", "lead");
        case("A__B", "a__b");
        case("Übung", "bung");
        case("日本", "");
        case("7up", "7up");
    }

    #[test]
    fn a_given_name_is_as_compose_would_make_it() {
        assert!(is_valid("a_b-1") && !is_valid("A") && !is_valid("_a") && !is_valid(""));
    }
}
