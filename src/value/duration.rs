use super::{Invalid, Scalar};
use std::fmt;

/// A span of time as Prometheus writes it: `90s`, `1h30m`, `15d`. At least a millisecond's
/// resolution, at most 292 years, the limit of Prometheus and Alertmanager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    millis: u64,
}

/// Units from large to small, in milliseconds. Each may stand once, in this order.
const UNITS: [(&str, u64); 7] = [
    ("y", 365 * 24 * 3600 * 1000),
    ("w", 7 * 24 * 3600 * 1000),
    ("d", 24 * 3600 * 1000),
    ("h", 3600 * 1000),
    ("m", 60 * 1000),
    ("s", 1000),
    ("ms", 1),
];

/// Go's `time.Duration` counts nanoseconds in 63 bits.
const MAX_MILLIS: u64 = 9_223_372_036_854;

impl Duration {
    /// A whole number of seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self { millis: secs * 1000 }
    }

    /// A whole number of milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self { millis }
    }

    /// In milliseconds.
    pub const fn millis(self) -> u64 {
        self.millis
    }

    /// In seconds.
    #[expect(clippy::cast_precision_loss, reason = "292 years in milliseconds need 44 bits")]
    pub fn secs(self) -> f64 {
        self.millis as f64 / 1000.0
    }

    /// Whether it is no time at all.
    pub const fn is_zero(self) -> bool {
        self.millis == 0
    }
}

impl From<Duration> for std::time::Duration {
    fn from(duration: Duration) -> Self {
        Self::from_millis(duration.millis)
    }
}

impl Scalar for Duration {
    const WHAT: &'static str = "a duration";
    const EXAMPLE: &'static str = "1h30m";
    const RULE: &'static str = "Whole numbers with units from large to small, each once: `y`, `w`, `d`, `h`, `m`, `s`, `ms`. At most 292 years.";
    const PATTERN: Option<&'static str> =
        Some("^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$|^0$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let units = "y, w, d, h, m, s, ms";
        if text == "0" {
            return Ok(Self { millis: 0 });
        }
        let mut rest = text;
        let mut millis: u64 = 0;
        let mut next_unit = 0;
        while !rest.is_empty() || text.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, after) = after.split_at(letters);
            if digits == 0 || letters == 0 {
                let error = Invalid::new(format!("needs a number and a unit ({units})"));
                return Err(match meant(text) {
                    Some(meant) => error.help(format!("write \"{meant}\"")),
                    None if letters == 0 && digits > 0 && after.is_empty() => {
                        error.help(format!("for seconds, write \"{text}s\""))
                    }
                    None => error.help("for example, \"90s\", \"15m\" or \"1h30m\""),
                });
            }
            let Some(index) = UNITS.iter().position(|(name, _)| *name == unit) else {
                let error = Invalid::new(format!("`{unit}` is not a unit; the units are {units}"));
                return Err(match meant(text) {
                    Some(meant) => error.help(format!("write \"{meant}\"")),
                    None => error,
                });
            };
            if index < next_unit {
                return Err(Invalid::new("its units must go from large to small, each once"));
            }
            next_unit = index + 1;
            millis = number
                .parse::<u64>()
                .ok()
                .and_then(|number| number.checked_mul(UNITS[index].1))
                .and_then(|part| part.checked_add(millis))
                .filter(|millis| *millis <= MAX_MILLIS)
                .ok_or_else(|| {
                    Invalid::new("is longer than 292 years, more than can be counted")
                })?;
            rest = after;
        }
        Ok(Self { millis })
    }
}

/// What somebody meant who wrote one whole number and a word for a unit: `15 sec`, `5min`, `2 Days`.
fn meant(text: &str) -> Option<String> {
    const WORDS: [(&str, &str); 7] = [
        ("milli", "ms"),
        ("sec", "s"),
        ("min", "m"),
        ("hour", "h"),
        ("day", "d"),
        ("week", "w"),
        ("year", "y"),
    ];
    let text = text.trim();
    let (number, word) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let word = word.trim_start().to_ascii_lowercase();
    let short = UNITS.iter().map(|(unit, _)| *unit).find(|unit| *unit == word);
    let unit =
        short.or_else(|| WORDS.iter().find(|(name, _)| word.starts_with(name)).map(|it| it.1));
    unit.filter(|_| !number.is_empty()).map(|unit| format!("{number}{unit}"))
}

impl fmt::Display for Duration {
    /// As short as it goes without years and weeks, which nobody reads as exact: `15d`, `1h30m`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.millis == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.millis;
        for (unit, size) in &UNITS[2..] {
            if rest >= *size {
                write!(f, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn reads_what_prometheus_reads() {
        example::<Duration>();
        good::<Duration>("15s", "15s");
        good::<Duration>("90s", "1m30s");
        good::<Duration>("1w", "7d");
        good::<Duration>("0", "0s");
        good::<Duration>("0s", "0s");
        good::<Duration>("1h30m", "1h30m");
        good::<Duration>("1500ms", "1s500ms");
        good::<Duration>("100y", "36500d");
    }

    #[test]
    fn refuses_the_rest() {
        bad::<Duration>("", "needs a number and a unit");
        bad::<Duration>("15", "needs a number and a unit");
        bad::<Duration>("s", "needs a number and a unit");
        bad::<Duration>("1m1h", "from large to small");
        bad::<Duration>("1m1m", "from large to small");
        bad::<Duration>("1.5h", "needs a number and a unit");
        bad::<Duration>("5min", "`min` is not a unit");
        bad::<Duration>("-1s", "needs a number and a unit");
        bad::<Duration>("300y", "292 years");
        bad::<Duration>("99999999999999999999999s", "292 years");
        bad::<Duration>("5 m", "needs a number and a unit");
        bad::<Duration>("５s", "needs a number and a unit");
    }

    #[test]
    fn what_was_meant() {
        let help = |text: &str| Duration::parse(text).unwrap_err().help.unwrap_or_default();
        assert_eq!(help("15 sec"), "write \"15s\"");
        assert_eq!(help("5min"), "write \"5m\"");
        assert_eq!(help(" 2 Days"), "write \"2d\"");
        assert_eq!(help("200 ms"), "write \"200ms\"");
        assert_eq!(help("15"), "for seconds, write \"15s\"");
        assert_eq!(help("soon"), "for example, \"90s\", \"15m\" or \"1h30m\"");
        assert_eq!(help("5 moons"), "for example, \"90s\", \"15m\" or \"1h30m\"");
    }
}
