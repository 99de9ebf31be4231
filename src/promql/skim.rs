//! What can be told about an expression without parsing it.

use std::time::Duration;

use super::scan::{Piece, scan};
use super::{ParseError, guard};

/// What a look at the words of an expression tells. It costs a hundredth of [`super::Expr::parse`],
/// and is for expressions that are known to be sound, such as stackgen's own: of an expression that
/// is not PromQL it tells nonsense.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skim<'a> {
    metrics: Vec<&'a str>,
    durations: Duration,
}

impl<'a> Skim<'a> {
    /// Looks at an expression. Grafana's variables (`$__rate_interval`) are passed over.
    ///
    /// # Errors
    ///
    /// A [`ParseError`]: the text is longer than stackgen reads, or a string is not closed.
    pub fn read(text: &'a str) -> Result<Self, ParseError> {
        guard::check_length(text)?;
        let pieces: Vec<Piece<'_>> =
            scan(text)?.into_iter().filter(|piece| !matches!(piece, Piece::Blank(_))).collect();
        let mut skim = Self::default();
        let mut reader = Reader { pieces: &pieces, at: 0 };
        while let Some(piece) = reader.next() {
            match piece {
                Piece::Sign('{') => reader.skip_to('}', |_| {}),
                Piece::Sign('[') => {
                    // A subquery's resolution is no part of how far back it looks.
                    let mut range = None;
                    reader.skip_to(']', |word| range = range.or_else(|| Some(duration(word))));
                    skim.add(range.unwrap_or_default());
                }
                Piece::Sign('$') => drop(reader.next()),
                Piece::Word(word) => skim.word(word, &mut reader),
                _ => {}
            }
        }
        Ok(skim)
    }

    /// The names of the metrics that it reads, as [`super::Expr::metrics`] has them; without those
    /// whose name stands in braces.
    pub fn metrics(&self) -> &[&'a str] {
        &self.metrics
    }

    /// The sum of all ranges and offsets, Grafana's variables apart: no sample that it needs is
    /// older.
    pub fn durations(&self) -> Duration {
        self.durations
    }

    fn word(&mut self, word: &'a str, reader: &mut Reader<'_, 'a>) {
        let is = |keywords: &[&str]| keywords.iter().any(|known| word.eq_ignore_ascii_case(known));
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') || is(&OPERATORS) {
            return;
        }
        if is(&LABEL_LISTS) {
            if reader.peek() == Some(Piece::Sign('(')) {
                reader.skip_to(')', |_| {});
            }
            return;
        }
        if is(&["offset"]) {
            if matches!(reader.peek(), Some(Piece::Sign('-' | '+'))) {
                reader.next();
            }
            if let Some(Piece::Word(offset)) = reader.next() {
                self.add(duration(offset));
            }
            return;
        }
        let grouped = |next: &str| ["by", "without"].iter().any(|by| next.eq_ignore_ascii_case(by));
        match reader.peek() {
            // A function or an aggregation.
            Some(Piece::Sign('(')) => {}
            Some(Piece::Word(next)) if grouped(next) => {}
            _ => self.metrics.push(word),
        }
    }

    fn add(&mut self, duration: Duration) {
        self.durations = self.durations.saturating_add(duration);
    }
}

/// Words that stand between operands.
const OPERATORS: [&str; 9] = ["and", "or", "unless", "atan2", "bool", "inf", "nan", "start", "end"];

/// Words before a list of labels.
const LABEL_LISTS: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];

struct Reader<'p, 'a> {
    pieces: &'p [Piece<'a>],
    at: usize,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self) -> Option<Piece<'a>> {
        self.pieces.get(self.at).copied()
    }

    fn next(&mut self) -> Option<Piece<'a>> {
        let piece = self.peek();
        self.at += 1;
        piece
    }

    /// Goes on behind the next `end`, and shows the words before it, variables apart.
    fn skip_to(&mut self, end: char, mut word: impl FnMut(&'a str)) {
        while let Some(piece) = self.next() {
            match piece {
                Piece::Sign(sign) if sign == end => return,
                Piece::Sign('$') => drop(self.next()),
                Piece::Word(text) => word(text),
                _ => {}
            }
        }
    }
}

/// A duration such as `1h30m`, or a number of seconds. What is neither is as long as can be.
fn duration(text: &str) -> Duration {
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
    }
    let mut sum = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at(digits);
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, after) = after.split_at(letters);
        let millis: u64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            "y" => 31_536_000_000,
            _ => return Duration::MAX,
        };
        let Ok(number) = number.parse::<u64>() else { return Duration::MAX };
        sum = sum.saturating_add(Duration::from_millis(number.saturating_mul(millis)));
        rest = after;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::Expr;
    use super::*;

    /// What is told agrees with what the parser says.
    #[track_caller]
    fn agrees(text: &str) {
        let expr = Expr::parse(text).unwrap();
        let skim = Skim::read(text).unwrap();
        assert_eq!(skim.metrics(), expr.metrics(), "{text}");
        assert!(skim.durations() >= expr.longest_lookback(), "{text}");
    }

    #[test]
    fn agrees_with_the_parser() {
        for text in [
            "up == 0",
            "sum by (job, instance) (rate(a{b=\"c\",d=~\"e(f)\"}[5m])) / on (job) group_left (x) b > 0.9",
            "SUM(a) BY (job) AND ON (x) b OR c UNLESS IGNORING (y) d",
            "sum(a) without (b)",
            "max_over_time(rate(a[5m])[1h:1m] offset 1d) > bool 1e+3",
            "a offset -1h30m + b offset 5m @ end()",
            "topk(3, a) # and b\n + c",
            "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
            "job:a:rate5m{b=`c d`} + x",
            "time() - a > 24 * 3600 and b > -inf",
            "histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m])))",
            "quantile(0.5, a) + atan2_total atan2 b",
            "a[300] @ 1609746000",
        ] {
            agrees(text);
        }
    }

    #[test]
    fn sums_durations() {
        let durations = |text: &str| Skim::read(text).unwrap().durations().as_secs();
        assert_eq!(durations("rate(a[1h30m] offset 1d)"), 5400 + 86_400);
        assert_eq!(durations("a[300]"), 300);
        assert_eq!(durations("max_over_time(a[1h:5m])"), 3600);
        assert_eq!(durations("rate(a[$__rate_interval])"), 0);
        assert_eq!(durations("rate(a[soon])"), Duration::MAX.as_secs());
        assert_eq!(durations("a"), 0);
    }

    #[test]
    fn passes_over_variables() {
        let text = "sum(rate(a{job=~\"$job\"}[$__rate_interval])) / $threshold";
        assert_eq!(Skim::read(text).unwrap().metrics(), ["a"]);
    }
}
