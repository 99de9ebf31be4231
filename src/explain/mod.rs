//! What each problem that stackgen reports means: the pages of the documentation, as part of the program.
//!
//! ```
//! let page = stackgen::explain::find("bad-value").ok_or("no such code")?;
//! assert_eq!(page.title, "A value is of the right type, but not allowed");
//! assert!(page.plain().contains("WHAT TO DO"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod inline;
mod plain;
mod section;

use section::sections;

/// The pages of `docs/checks/`, each with its path there.
const CHECKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/checks.rs"));
const DOCTOR: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/doctor.md"));
const VERIFY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify.md"));

/// What reports problems of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reporter {
    /// `stackgen check`, and every verb that reads a spec.
    Check,
    /// `stackgen doctor`.
    Doctor,
    /// `stackgen verify`.
    Verify,
}

impl Reporter {
    /// Its verb.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Doctor => "doctor",
            Self::Verify => "verify",
        }
    }
}

/// What a code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, as reports show it.
    pub code: String,
    /// What it says, in one line.
    pub title: String,
    /// Who reports it.
    pub reporter: Reporter,
    /// The whole of it, as Markdown.
    pub text: String,
}

impl Explanation {
    /// The text as a terminal of 80 columns shows it.
    pub fn plain(&self) -> String {
        plain::text(&self.text)
    }
}

/// Markdown as a terminal of 80 columns shows it.
pub fn plain(markdown: &str) -> String {
    plain::text(markdown)
}

/// Everything that can be explained, by reporter, in the order of codes.
pub fn all() -> Vec<Explanation> {
    let pages = CHECKS.iter().filter(|(path, _)| *path != "README.md");
    let checks = pages.map(|(path, text)| Explanation {
        code: path.trim_end_matches(".md").to_owned(),
        title: title(text),
        reporter: Reporter::Check,
        text: (*text).to_owned(),
    });
    let of = |text, reporter| {
        sections(text).into_iter().map(move |(code, text)| Explanation {
            title: title(&text),
            code,
            reporter,
            text,
        })
    };
    // In verify's document, only the sections below this heading are about checks.
    let verify = VERIFY.split_once("## What each check proves").map_or("", |(_, rest)| rest);
    let mut all: Vec<_> = checks.collect();
    all.extend(of(DOCTOR, Reporter::Doctor));
    all.extend(of(verify.split("\n## ").next().unwrap_or_default(), Reporter::Verify));
    all.sort_by(|a, b| (a.reporter, &a.code).cmp(&(b.reporter, &b.code)));
    all
}

/// What a code means, if there is such a code.
pub fn find(code: &str) -> Option<Explanation> {
    all().into_iter().find(|it| it.code == code)
}

/// Of a longer sentence, what is before its colon is enough, in bytes.
const LONGEST_TITLE: usize = 100;

/// The first sentence after the heading, without the word for how bad it is.
fn title(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim);
    let mut prose = paragraphs.filter(|it| !it.is_empty() && !it.starts_with(['#', '|', '`', '<']));
    let first = plain::line(prose.next().unwrap_or_default());
    let first =
        ["Error. ", "Warning. "].iter().find_map(|word| first.strip_prefix(word)).unwrap_or(&first);
    let end = first
        .match_indices(". ")
        .find(|(at, _)| first[at + 2..].starts_with(|c: char| c.is_uppercase() || c == '`'));
    let sentence = end.map_or(first, |(at, _)| &first[..at]);
    let short = sentence.split_once(": ").filter(|_| sentence.len() > LONGEST_TITLE);
    let sentence = short.map_or(sentence, |(short, _)| short);
    sentence.trim_end_matches(['.', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_one_explanation() {
        let all = all();
        let codes: BTreeSet<&str> = all.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes.len(), all.len());
        let doctor = crate::doctor::CODES.iter().copied();
        let reading = crate::decode::codes::ALL.iter().chain(crate::stack::codes::ALL);
        for code in doctor.chain(reading.map(|code| code.as_str())) {
            assert!(codes.contains(code), "{code}");
        }
    }

    #[test]
    fn every_explanation_can_be_read_on_a_terminal() {
        for page in all() {
            let plain = page.plain();
            assert!(
                !page.title.is_empty() && page.title.chars().count() <= 160,
                "{}: {}",
                page.code,
                page.title
            );
            for line in plain.lines().filter(|line| !line.starts_with("    ")) {
                assert!(
                    line.chars().count() <= 80 || !line.trim().contains(' '),
                    "{}: {line}",
                    page.code
                );
                assert!(!line.contains("]("), "{}: {line}", page.code);
                assert!(!line.contains("**") && !line.starts_with('#'), "{}: {line}", page.code);
            }
        }
    }
}
