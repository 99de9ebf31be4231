//! What can be wrong in an expression.

use std::ops::Range;

use super::words::{Kind, Piece, pieces};
use super::{millis, number, operator};

/// An expression in pieces.
pub(super) struct Source<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
}

impl<'a> Source<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, pieces: pieces(text) }
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// A piece; nothing beyond the end.
    pub(super) fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    /// What a piece says; nothing beyond the end.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| &self.text[piece.at.clone()])
    }

    /// The text of some pieces, from the first to the last of them.
    pub(super) fn words(&self, range: Range<usize>) -> &'a str {
        &self.text[self.pieces[range.start].at.start..self.pieces[range.end - 1].at.end]
    }

    /// The expression with something else in the place of some pieces.
    pub(super) fn replaced(&self, range: Range<usize>, by: &str) -> String {
        let (start, end) = (self.pieces[range.start].at.start, self.pieces[range.end - 1].at.end);
        format!("{}{by}{}", &self.text[..start], &self.text[end..])
    }

    /// A change of some pieces: what it is, and the expression.
    pub(super) fn change(&self, what: &str, range: Range<usize>, by: &str) -> (String, String) {
        let place = self.pieces[range.start].at.start;
        (format!("{what} @{place}"), self.replaced(range, by))
    }
}

/// Keywords before a list of labels.
const LISTS: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];

/// Every expression with one thing changed, and what that is.
pub(super) fn all(text: &str) -> Vec<(String, String)> {
    let source = Source::new(text);
    let mut found = Vec::new();
    for at in 0..source.len() {
        let piece = &source.pieces[at];
        match piece.kind {
            Kind::Operator if piece.in_braces => found.extend(matcher(&source, at)),
            Kind::Text if !piece.in_braces => {
                let what = format!("text {}", source.word(at));
                found.push(source.change(&what, at..at + 1, "\"mutant\""));
            }
            Kind::Word if LISTS[..4].contains(&source.word(at)) => {
                found.extend(grouping(&source, at));
            }
            Kind::Word if is_metric(&source, at) => {
                let name = source.word(at);
                let what = format!("metric {name}");
                found.push(source.change(&what, at..at + 1, &format!("{name}_mutant")));
            }
            Kind::Number => found.extend(number::all(&source, at)),
            _ => found.extend(operator::all(&source, at)),
        }
    }
    for (what, factor) in [("x 4", 4), ("x 2", 2), ("/ 2", -2), ("/ 4", -4)] {
        let changed = with_windows(&source, factor);
        if changed != text {
            found.push((format!("windows {what}"), changed));
        }
    }
    found
}

/// A matcher that matches nothing, one that is not there, and each alternative of its pattern left
/// out.
fn matcher(source: &Source<'_>, operator: usize) -> Vec<(String, String)> {
    let matcher = operator - 1..operator + 2;
    let text = source.words(matcher.clone());
    let by = format!("{}=\"mutant\"", source.word(operator - 1));
    let mut found = vec![source.change(&format!("matcher {text}"), matcher.clone(), &by)];
    // With the comma on one side of it.
    let whole = match (source.word(operator + 2), source.word(operator - 2)) {
        (",", _) => operator - 1..operator + 3,
        (_, ",") => operator - 2..operator + 2,
        _ => matcher,
    };
    found.push(source.change(&format!("without {text}"), whole, ""));
    let pattern = source.word(operator + 1);
    let alternatives: Vec<_> = pattern[1..pattern.len() - 1].split('|').collect();
    if ["=~", "!~"].contains(&source.word(operator)) && alternatives.len() > 1 {
        for left_out in &alternatives {
            let rest: Vec<_> = alternatives.iter().filter(|it| *it != left_out).copied().collect();
            let by = format!("\"{}\"", rest.join("|"));
            let what = format!("alternative {left_out} of {}", source.word(operator - 1));
            found.push(source.change(&what, operator + 1..operator + 2, &by));
        }
    }
    found
}

/// A list of labels with another one alone in it, and with each of several left out.
fn grouping(source: &Source<'_>, keyword: usize) -> Vec<(String, String)> {
    if source.word(keyword + 1) != "(" {
        return vec![];
    }
    let close = (keyword..source.len()).find(|at| source.word(*at) == ")").expect("it is closed");
    let (word, list) = (source.word(keyword), keyword + 2..close);
    let what = format!("grouping {}", source.words(keyword..close + 1));
    let mut found = vec![source.change(&what, keyword..close + 1, &format!("{word} (mutant)"))];
    let labels: Vec<_> = list.clone().map(|at| source.word(at)).filter(|it| *it != ",").collect();
    for left_out in labels.iter().filter(|_| labels.len() > 1) {
        let rest: Vec<_> = labels.iter().filter(|it| *it != left_out).copied().collect();
        found.push(source.change(
            &format!("{word} without {left_out}"),
            list.clone(),
            &rest.join(", "),
        ));
    }
    found
}

/// Whether the word is a metric: no function, no keyword, no label.
fn is_metric(source: &Source<'_>, at: usize) -> bool {
    const KEYWORDS: [&str; 13] = [
        "and", "or", "unless", "bool", "offset", "inf", "nan", "Inf", "NaN", "atan2", "start",
        "end", "default",
    ];
    let piece = &source.pieces[at];
    if piece.in_braces || piece.in_brackets {
        return false;
    }
    // Back to the bracket that is open here: behind a grouping keyword there are labels.
    let mut depth = 0;
    let open = (0..at).rev().find(|at| {
        match source.word(*at) {
            ")" => depth += 1,
            "(" => depth -= 1,
            _ => {}
        }
        depth < 0
    });
    let in_list = open.is_some_and(|open| open > 0 && LISTS.contains(&source.word(open - 1)));
    let word = source.word(at);
    // An aggregation may have its grouping before its brackets.
    let calls = source.word(at + 1) == "("
        || LISTS.contains(&source.word(at + 1)) && operator::is_aggregation(word);
    !calls && !in_list && !KEYWORDS.contains(&word) && !LISTS.contains(&word)
}

/// The length of every range, and of every subquery, times a factor; a negative one divides.
fn with_windows(source: &Source<'_>, factor: i64) -> String {
    let mut out = source.text.to_owned();
    for at in (1..source.len()).rev() {
        let piece = &source.pieces[at];
        let Some(millis) = millis(source.word(at)).filter(|_| source.word(at - 1) == "[") else {
            continue;
        };
        let changed = if factor < 0 {
            millis / factor.unsigned_abs()
        } else {
            millis * factor.unsigned_abs()
        };
        out.replace_range(piece.at.clone(), &format!("{changed}ms"));
    }
    out
}

#[test]
fn everything_in_an_expression_is_changed() {
    let found = all("sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.5");
    let expected = [
        ("sum is max @0", "max by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.5"),
        (
            "grouping by (job) @4",
            "sum by (mutant) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.5",
        ),
        (
            "rate is increase @14",
            "sum by (job) (increase(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.5",
        ),
        (
            "rate is irate @14",
            "sum by (job) (irate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.5",
        ),
        (
            "metric a_total @19",
            "sum by (job) (rate(a_total_mutant{x=\"y\"}[5m])) / on (job, z) b:c > -0.5",
        ),
        (
            "matcher x=\"y\" @27",
            "sum by (job) (rate(a_total{x=\"mutant\"}[5m])) / on (job, z) b:c > -0.5",
        ),
        ("without x=\"y\" @27", "sum by (job) (rate(a_total{}[5m])) / on (job, z) b:c > -0.5"),
        ("/ is * @40", "sum by (job) (rate(a_total{x=\"y\"}[5m])) * on (job, z) b:c > -0.5"),
        (
            "grouping on (job, z) @42",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (mutant) b:c > -0.5",
        ),
        ("on without job @46", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (z) b:c > -0.5"),
        ("on without z @46", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c > -0.5"),
        (
            "metric b:c @54",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c_mutant > -0.5",
        ),
        ("> is < @58", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c < -0.5"),
        ("0.5 x 1.15 @61", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.575"),
        ("0.5 x 0.85 @61", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job, z) b:c > -0.425"),
        (
            "windows x 4",
            "sum by (job) (rate(a_total{x=\"y\"}[1200000ms])) / on (job, z) b:c > -0.5",
        ),
        ("windows x 2", "sum by (job) (rate(a_total{x=\"y\"}[600000ms])) / on (job, z) b:c > -0.5"),
        ("windows / 2", "sum by (job) (rate(a_total{x=\"y\"}[150000ms])) / on (job, z) b:c > -0.5"),
        ("windows / 4", "sum by (job) (rate(a_total{x=\"y\"}[75000ms])) / on (job, z) b:c > -0.5"),
    ];
    let found: Vec<_> =
        found.iter().map(|(what, changed)| (what.as_str(), changed.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn sets_patterns_and_texts_are_changed() {
    let found = all("label_replace(a{b=\"c\",d=~\"e|f\"}, \"g\") or 0 * i");
    let changed: Vec<_> = found.iter().map(|(_, changed)| changed.as_str()).collect();
    for expected in [
        "label_replace(a{d=~\"e|f\"}, \"g\") or 0 * i",
        "label_replace(a{b=\"c\"}, \"g\") or 0 * i",
        "label_replace(a{b=\"c\",d=~\"f\"}, \"g\") or 0 * i",
        "label_replace(a{b=\"c\",d=~\"e\"}, \"g\") or 0 * i",
        "label_replace(a{b=\"c\",d=~\"e|f\"}, \"mutant\") or 0 * i",
        "label_replace(a{b=\"c\",d=~\"e|f\"}, \"g\") and 0 * i",
        "label_replace(a{b=\"c\",d=~\"e|f\"}, \"g\") unless 0 * i",
        "label_replace(a{b=\"c\",d=~\"e|f\"}, \"g\") or 0.5 * i",
        "label_replace(a{b=\"c\",d=~\"e|f\"}, \"g\") or 0 / i",
    ] {
        assert!(changed.contains(&expected), "{expected} is not in\n{}", changed.join("\n"));
    }
}
