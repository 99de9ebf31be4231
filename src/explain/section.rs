//! Sections of a page that explain codes.

/// The codes that a page has sections on, each with its section.
pub(super) fn sections(page: &str) -> Vec<(String, String)> {
    let mut sections = Vec::new();
    let mut codes: Vec<String> = Vec::new();
    let mut text = String::new();
    for line in page.lines().chain(["## "]) {
        if !line.starts_with("## ") && !line.starts_with("### ") {
            text.push_str(line);
            text.push('\n');
            continue;
        }
        sections.extend(codes.drain(..).map(|code| (code, text.trim().to_owned() + "\n")));
        if let Some(heading) = line.strip_prefix("### ") {
            codes = heading.split(", ").map(|code| code.trim_matches('`').to_owned()).collect();
        }
        text = format!("{}\n", line.trim_start_matches("##").trim_start_matches('#'));
        text.insert(0, '#');
    }
    sections
}

#[test]
fn a_section_is_told_for_each_of_its_codes() {
    let page = "# Page\n\nx\n\n## Part\n\n### `a`, `b`\n\nText.\n\n### c\n\nMore.\n\n## End\n\ny\n";
    let expected = [
        ("a".to_owned(), "# `a`, `b`\n\nText.\n".to_owned()),
        ("b".to_owned(), "# `a`, `b`\n\nText.\n".to_owned()),
        ("c".to_owned(), "# c\n\nMore.\n".to_owned()),
    ];
    assert_eq!(sections(page), expected);
}
