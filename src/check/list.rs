//! Lists in messages.

/// The items with commas, at most eight of them; the rest is counted.
pub(super) fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    let shown = items.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match items.len() {
        all if all > MOST => format!("{shown} and {} more", all - MOST),
        _ => shown,
    }
}

/// The items in backquotes, with commas.
pub(super) fn quoted<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    list(items.into_iter().map(|item| format!("`{item}`")))
}

const MOST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert_eq!(list::<&str>([]), "");
        assert_eq!(quoted(["a", "b"]), "`a`, `b`");
        assert_eq!(list(0..8), "0, 1, 2, 3, 4, 5, 6, 7");
        assert_eq!(list(0..10), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
    }
}
