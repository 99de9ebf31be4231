//! Texts written inside code.

/// Takes the indentation of the code around it off a text, so that a spec or an expected report can
/// stand in a test as it will stand in its file.
///
/// A text that starts with a line break loses that break, the indentation all its lines share, and
/// the blanks of a last line that has nothing else. Any other text is returned as it is.
pub(crate) fn unindent(text: &str) -> String {
    let Some(body) = text.strip_prefix('\n') else {
        return text.to_owned();
    };
    let shared = body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    body.split('\n')
        .map(|line| if line.trim().is_empty() { "" } else { &line[shared..] })
        .collect::<Vec<_>>()
        .join("\n")
}
