use crate::edit::string;

/// A list of texts as TOML has it, on one line.
pub(super) fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| string(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// A comment in lines of at most 80 columns.
pub(super) fn comment(text: &str) -> String {
    let mut lines = vec![String::from("#")];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 1 && last + 1 + word.chars().count() > 80 {
            lines.push(String::from("#"));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted() {
        assert_eq!(list(["a", "b"]), "[\"a\", \"b\"]");
    }

    #[test]
    fn comments_are_wrapped() {
        assert_eq!(comment("one two"), "# one two\n");
        let long = comment(&"word ".repeat(40));
        assert!(long.lines().all(|line| line.len() <= 80 && line.starts_with("# ")), "{long}");
        assert_eq!(long.matches("word").count(), 40);
    }
}
