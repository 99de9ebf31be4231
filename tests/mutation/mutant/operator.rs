//! One operator, aggregation or function in the place of another that takes the same.

use super::expr::Source;
use super::words::Kind;

/// What may stand there by mistake. Every one takes what the right one takes, so that Prometheus
/// accepts it, and means something else.
const SWAPS: &[(&str, &[&str])] = &[
    (">", &["<"]),
    ("<", &[">"]),
    (">=", &["<="]),
    ("<=", &[">="]),
    ("==", &["!="]),
    ("!=", &["=="]),
    ("+", &["-"]),
    ("-", &["+"]),
    ("*", &["/"]),
    ("/", &["*"]),
    ("and", &["or", "unless"]),
    ("or", &["and", "unless"]),
    ("unless", &["and", "or"]),
];

const AGGREGATIONS: &[(&str, &[&str])] = &[
    ("sum", &["max"]),
    ("avg", &["max"]),
    ("max", &["min"]),
    ("min", &["max"]),
    ("count", &["sum"]),
    ("group", &["sum"]),
];

const FUNCTIONS: &[(&str, &[&str])] = &[
    ("rate", &["increase", "irate"]),
    ("irate", &["rate"]),
    ("increase", &["rate"]),
    ("delta", &["idelta"]),
    ("changes", &["resets"]),
    ("resets", &["changes"]),
    ("avg_over_time", &["max_over_time", "min_over_time"]),
    ("max_over_time", &["min_over_time", "avg_over_time"]),
    ("min_over_time", &["max_over_time", "avg_over_time"]),
    ("sum_over_time", &["avg_over_time"]),
    ("count_over_time", &["sum_over_time"]),
    ("ceil", &["floor"]),
    ("floor", &["ceil"]),
    ("clamp_min", &["clamp_max"]),
    ("clamp_max", &["clamp_min"]),
];

pub(super) fn is_aggregation(word: &str) -> bool {
    AGGREGATIONS.iter().any(|(known, _)| *known == word)
}

pub(super) fn all(source: &Source<'_>, at: usize) -> Vec<(String, String)> {
    let word = source.word(at);
    let Some(piece) = source.piece(at).filter(|piece| !piece.in_braces && !piece.in_brackets)
    else {
        return vec![];
    };
    let calls = ["(", "by", "without"].contains(&source.word(at + 1));
    let tables: &[_] = match piece.kind {
        Kind::Word if calls => &[AGGREGATIONS, FUNCTIONS, SWAPS],
        _ => &[SWAPS],
    };
    if ["-", "+"].contains(&word) && is_sign(source, at) {
        return vec![];
    }
    let swaps = tables.iter().flat_map(|table| table.iter()).filter(|(known, _)| *known == word);
    swaps
        .flat_map(|(_, others)| *others)
        .map(|other| source.change(&format!("{word} is {other}"), at..at + 1, other))
        .collect()
}

/// Whether a `-` belongs to the number or expression behind it: nothing stands before it that it
/// could be taken from.
fn is_sign(source: &Source<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| source.piece(at)) else { return true };
    let word = source.word(at - 1);
    match before.kind {
        Kind::Number | Kind::Text => false,
        Kind::Word => ["and", "or", "unless", "bool", "by", "on"].contains(&word),
        Kind::Operator => true,
        Kind::Sign => ![")", "}", "]"].contains(&word),
    }
}
