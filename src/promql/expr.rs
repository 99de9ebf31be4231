//! A parsed expression.

use std::fmt;

use super::tree::Node;
use super::{ParseError, convert, guard, raw_string, scan, syntax_hint};

/// A parsed PromQL expression; see the [module](super) for what can be asked of it.
///
/// `Display` writes the text it was parsed from.
#[derive(Clone, Debug)]
pub struct Expr {
    text: String,
    root: Node,
}

impl Expr {
    /// Parses an expression.
    ///
    /// The parser rejects some valid syntax of the newest Prometheus versions (`anchored`,
    /// `smoothed`, arithmetic on durations), so a failure is proof of a mistake only for
    /// expressions that keep clear of it.
    ///
    /// # Errors
    ///
    /// A [`ParseError`]: the text is not PromQL, or longer or deeper than stackgen reads.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        guard::check_length(text)?;
        let pieces = scan::scan(text)?;
        guard::check_depth(&pieces)?;
        guard::check_durations(&pieces)?;
        let root = convert::parse(&raw_string::without_raw_strings(&pieces))
            .map_err(|reason| reason.unwrap_or_else(|| syntax_hint::guess(&pieces)))?;
        Ok(Self { text: text.to_owned(), root })
    }

    /// The text it was parsed from.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn root(&self) -> &Node {
        &self.root
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::super::{Labels, Presence};
    use super::*;

    /// Asks everything that can be asked of an expression; the answers do not matter here.
    fn ask(expr: &Expr) {
        let knowledge = |metric: &str| match metric {
            "a" => Labels::exactly(["job", "x"]).with("y", Presence::Sometimes),
            _ => Labels::unknown(),
        };
        for used in expr.selectors() {
            let _ = (used.range_function(), used.window(), used.lookback());
            let _ = (used.selector().to_string(), used.selector().may_select("a"));
        }
        let _ = (expr.longest_lookback(), expr.metrics(), expr.result_kind());
        let _ = (expr.labels(&knowledge), expr.match_problems(&knowledge));
        let _ = (expr.dead_matchers(&knowledge), expr.raw_counters(&|_| true));
        let _ = (expr.comparison(), expr.comparisons(), expr.buckets());
        let _ = (expr.clone(), format!("{expr:?}"));
    }

    fn ask_if_valid(text: &str) -> Result<(), ParseError> {
        Expr::parse(text).map(|expr| ask(&expr))
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let error = Expr::parse(text).map(|expr| expr.text().to_owned()).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }

    #[test]
    fn refusals() {
        refused("", "no expression found in input");
        refused("sum(", "unclosed left parenthesis");
        refused("a{b=\"c}", "a string is not closed");
        refused("a[0]", "a range and its resolution must be longer than zero");
        refused("a[5m:0]", "a range and its resolution must be longer than zero");
        refused("a[1e30]", "the duration `1e30` is longer than Prometheus can count (292 years)");
        refused(
            "a[300y]",
            "the duration `9460800000s` is longer than Prometheus can count (292 years)",
        );
        refused("rate(a)", "expected type matrix in call to function 'rate', got vector");
        refused("nope(a)", "unknown function with name 'nope'");
        refused("a{__name__=\"b\"}", "metric name must not be set twice: 'a' or 'b'");
        refused("{\"a\",__name__=\"b\"}", "the metric name is set twice: `a` and `b`");
        refused("a{b=\"1\" or c=\"2\"}", "`or` between the matchers of a selector is not PromQL");
        refused(
            &"a".repeat(100_000),
            "the expression has 100000 bytes, more than the 65536 that are read",
        );
        refused(
            &format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
            "the expression nests or chains more than 256 parentheses and operators",
        );
    }

    #[test]
    fn as_deep_as_it_goes_on_a_small_stack() {
        let wrap = |before: &str, after: &str, times: usize| {
            format!("{}a{}", before.repeat(times), after.repeat(times))
        };
        let deep = [
            wrap("(", ")", 255),
            wrap("-", "", 255),
            wrap("sum by (x) (", ")", 255),
            wrap("abs(", ")", 255),
            wrap("max_over_time(", "[5m:])", 127),
            wrap("", " + a", 255),
            wrap("", " or a", 255),
            wrap("", " == a", 255),
            wrap("1 + (", ")", 127),
            wrap("label_replace(", ", \"x\", \"$1\", \"y\", \"(.*)\")", 255),
        ];
        // Debug builds need most; threads have 2 MiB unless they ask for more.
        let thread = std::thread::Builder::new().stack_size(1024 * 1024);
        let checks = thread.spawn(move || {
            for text in deep {
                let answer = ask_if_valid(&text);
                assert_eq!(answer, Ok(()), "{text}");
            }
        });
        checks.unwrap().join().unwrap();
    }

    #[test]
    fn monsters_are_refused_quickly() {
        let start = Instant::now();
        for monster in
            ["(", ")", "-", "a+", "sum(", "a[5m:]", "{", "\"", "`", "a{b=\"c\",", "#", "é"]
        {
            for text in [monster.repeat(10_000), monster.repeat(60_000 / monster.len())] {
                assert!(ask_if_valid(&text).is_err(), "{monster}");
            }
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }

    /// Pieces that valid and almost valid expressions are made of.
    const PIECES: [&str; 64] = [
        "a",
        "b_total",
        "up",
        "1",
        "0.5",
        "1e30",
        "inf",
        "NaN",
        "0x1F",
        "5m",
        "99999999999999999999y",
        "\"x\"",
        "'y'",
        "`\\d`",
        "\"\\xff\"",
        "(",
        ")",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "[5m]",
        "[5m:1m]",
        "[1e30]",
        "{x=\"1\"}",
        "{x=~\".+\",y!=\"\"}",
        "{__name__=~\"a.*\"}",
        ",",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "==",
        "!=",
        ">",
        ">=",
        "<",
        "bool",
        "and",
        "or",
        "unless",
        "on (x)",
        "ignoring (x, y)",
        "group_left (job)",
        "group_right",
        "by (x)",
        "without (y)",
        "sum",
        "topk",
        "count_values",
        "rate(",
        "absent(",
        "label_replace(",
        "histogram_quantile(",
        "offset",
        "offset -1e300",
        "@",
        "@ 1e300",
        "# c\n",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = ask_if_valid(&text);
        }

        #[test]
        fn no_sequence_of_pieces_makes_it_panic(
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24),
        ) {
            let _ = ask_if_valid(&pieces.join(" "));
            let _ = ask_if_valid(&pieces.concat());
        }
    }
}
