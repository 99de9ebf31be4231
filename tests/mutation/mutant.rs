//! What can be wrong in a rule.

use serde_json::{Value, json};
use stackgen::promql::Expr;
use stackgen::value::{Duration, Scalar as _};

use crate::words::{Kind, Piece, pieces};

/// A rule with one thing in it changed.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    /// What was changed, to be recognised by: `threshold > 80 x 1.15`.
    pub(crate) what: String,
    /// The rule, as in a rule file.
    pub(crate) rule: Value,
}

/// Every mutant of a rule.
pub(crate) fn all(rule: &Value) -> Vec<Mutant> {
    let expr = rule["expr"].as_str().expect("a rule has an expression");
    let mut mutants: Vec<Mutant> = of_expr(expr)
        .into_iter()
        .map(|(what, expr)| {
            let mut rule = rule.clone();
            rule["expr"] = json!(expr);
            Mutant { what, rule }
        })
        .collect();
    if rule["alert"].is_string() {
        mutants.extend(of_for(rule));
    }
    let mut seen = std::collections::BTreeSet::new();
    mutants.retain(|mutant| seen.insert(mutant.what.clone()));
    mutants
}

fn of_for(rule: &Value) -> Vec<Mutant> {
    let with = |what: &str, millis: u64| {
        let mut rule = rule.clone();
        rule["for"] = json!(format!("{millis}ms"));
        Mutant { what: what.to_owned(), rule }
    };
    match rule["for"].as_str() {
        Some(text) => {
            let millis = millis(text).expect("`for` is a duration");
            vec![with("for x 1.3", millis * 13 / 10), with("for x 0.7", millis * 7 / 10)]
        }
        None => vec![with("for 5m", 300_000)],
    }
}

fn millis(text: &str) -> Option<u64> {
    Duration::parse(text).ok().map(stackgen::value::Duration::millis)
}

/// Every expression with one thing changed, and what that is.
fn of_expr(expr: &str) -> Vec<(String, String)> {
    let pieces = pieces(expr);
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        match piece.kind {
            Kind::Operator if piece.in_braces => {
                found.extend(of_matcher(expr, before, piece, next));
            }
            Kind::Operator => found.extend(of_comparison(expr, piece, &pieces[at + 1..])),
            Kind::Word
                if ["by", "on", "without", "ignoring"].contains(&&expr[piece.at.clone()]) =>
            {
                found.extend(of_grouping(expr, piece, &pieces[at + 1..]));
            }
            Kind::Word if is_metric(expr, &pieces, at) => {
                let name = &expr[piece.at.clone()];
                found.push((
                    format!("metric {name} #{at}"),
                    replaced(expr, piece.at.clone(), &format!("{name}_mutant")),
                ));
            }
            _ => {}
        }
    }
    for (what, factor) in [("x 4", 4.0), ("x 0.25", 0.25)] {
        let changed = with_windows(expr, &pieces, factor);
        if changed != expr {
            found.push((format!("windows {what}"), changed));
        }
    }
    found
}

fn replaced(expr: &str, at: std::ops::Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &expr[..at.start], &expr[at.end..])
}

fn of_matcher(
    expr: &str,
    label: Option<&Piece>,
    operator: &Piece,
    value: Option<&Piece>,
) -> Option<(String, String)> {
    let (label, value) = (label?, value?);
    let matcher = &expr[label.at.start..value.at.end];
    let mutant = format!("{}=\"mutant\"", &expr[label.at.clone()]);
    let place = operator.at.start;
    Some((
        format!("matcher {matcher} @{place}"),
        replaced(expr, label.at.start..value.at.end, &mutant),
    ))
}

fn of_comparison(expr: &str, operator: &Piece, rest: &[Piece]) -> Vec<(String, String)> {
    let text = &expr[operator.at.clone()];
    let flipped = match text {
        ">" => "<",
        "<" => ">",
        ">=" => "<=",
        "<=" => ">=",
        "==" => "!=",
        "!=" => "==",
        _ => return vec![],
    };
    let place = operator.at.start;
    let mut found =
        vec![(format!("flip {text} @{place}"), replaced(expr, operator.at.clone(), flipped))];
    let is = |piece: &Piece, text: &str| &expr[piece.at.clone()] == text;
    let rest = if rest.first().is_some_and(|first| is(first, "bool")) { &rest[1..] } else { rest };
    let (sign, rest) = match rest {
        [minus, rest @ ..] if is(minus, "-") => (-1.0, rest),
        rest => (1.0, rest),
    };
    let Some(number) = rest.first().filter(|first| first.kind == Kind::Number) else {
        return found;
    };
    let Ok(value) = expr[number.at.clone()].parse::<f64>() else { return found };
    for (factor, instead) in [(1.15, 0.5), (0.85, -0.5)] {
        let mutant = if value == 0.0 { instead } else { sign * value * factor };
        let range = operator.at.end..number.at.end;
        let between = if expr[range.clone()].contains("bool") { " bool" } else { "" };
        found.push((
            format!("threshold {text} {} x {factor} @{place}", sign * value),
            replaced(expr, range, &format!("{between} {mutant}")),
        ));
    }
    found
}

fn of_grouping(expr: &str, keyword: &Piece, rest: &[Piece]) -> Option<(String, String)> {
    let is = |piece: &Piece, text: &str| &expr[piece.at.clone()] == text;
    rest.first().filter(|open| is(open, "("))?;
    let close = rest.iter().find(|piece| is(piece, ")"))?;
    let range = keyword.at.start..close.at.end;
    let word = &expr[keyword.at.clone()];
    let place = keyword.at.start;
    Some((
        format!("grouping {} @{place}", &expr[range.clone()]),
        replaced(expr, range, &format!("{word} (mutant)")),
    ))
}

/// Whether the word is a metric: no function, no keyword, no label.
fn is_metric(expr: &str, pieces: &[Piece], at: usize) -> bool {
    const KEYWORDS: [&str; 24] = [
        "and",
        "or",
        "unless",
        "bool",
        "offset",
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "group_right",
        "inf",
        "nan",
        "Inf",
        "NaN",
        "atan2",
        "sum",
        "min",
        "max",
        "avg",
        "count",
        "group",
        "topk",
        "bottomk",
    ];
    let piece = &pieces[at];
    if piece.in_braces || piece.in_brackets {
        return false;
    }
    let text = |at: usize| pieces.get(at).map_or("", |piece| &expr[piece.at.clone()]);
    // Back to the bracket that is open here: behind a grouping keyword there are labels.
    let mut depth = 0;
    let open = (0..at).rev().find(|at| {
        match text(*at) {
            ")" => depth += 1,
            "(" => depth -= 1,
            _ => {}
        }
        depth < 0
    });
    let grouping = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    let in_list = open.is_some_and(|open| open > 0 && grouping.contains(&text(open - 1)));
    text(at + 1) != "(" && !in_list && !KEYWORDS.contains(&text(at))
}

/// The length of every range, and of every subquery, times a factor.
fn with_windows(expr: &str, pieces: &[Piece], factor: f64) -> String {
    let mut out = expr.to_owned();
    for (at, piece) in pieces.iter().enumerate().rev() {
        let opens = at > 0 && &expr[pieces[at - 1].at.clone()] == "[";
        let Some(millis) = millis(&expr[piece.at.clone()]).filter(|_| opens && piece.in_brackets)
        else {
            continue;
        };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small"
        )]
        let changed = (millis as f64 * factor) as u64;
        out.replace_range(piece.at.clone(), &format!("{changed}ms"));
    }
    out
}

/// Whether Prometheus can read a mutant: one that it refuses proves nothing.
pub(crate) fn is_sound(mutant: &Mutant) -> bool {
    Expr::parse(mutant.rule["expr"].as_str().unwrap_or_default()).is_ok()
}

#[test]
fn everything_in_an_expression_is_changed() {
    let expr = "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c > -0.5";
    let whats: Vec<_> = of_expr(expr);
    let expected = [
        (
            "grouping by (job) @4",
            "sum by (mutant) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c > -0.5",
        ),
        (
            "metric a_total #7",
            "sum by (job) (rate(a_total_mutant{x=\"y\"}[5m])) / on (job) b:c > -0.5",
        ),
        (
            "matcher x=\"y\" @28",
            "sum by (job) (rate(a_total{x=\"mutant\"}[5m])) / on (job) b:c > -0.5",
        ),
        (
            "grouping on (job) @42",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (mutant) b:c > -0.5",
        ),
        (
            "metric b:c #23",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c_mutant > -0.5",
        ),
        ("flip > @55", "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c < -0.5"),
        (
            "threshold > -0.5 x 1.15 @55",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c > -0.575",
        ),
        (
            "threshold > -0.5 x 0.85 @55",
            "sum by (job) (rate(a_total{x=\"y\"}[5m])) / on (job) b:c > -0.425",
        ),
        ("windows x 4", "sum by (job) (rate(a_total{x=\"y\"}[1200000ms])) / on (job) b:c > -0.5"),
        ("windows x 0.25", "sum by (job) (rate(a_total{x=\"y\"}[75000ms])) / on (job) b:c > -0.5"),
    ];
    for ((what, changed), (name, expr)) in whats.iter().zip(expected) {
        assert_eq!((what.as_str(), changed.as_str()), (name, expr));
    }
    assert_eq!(whats.len(), expected.len());
}
