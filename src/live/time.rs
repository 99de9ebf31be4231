use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::fmt;
use std::time::Duration;

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(Timestamp);

impl Time {
    /// A time as JSON has it (RFC 3339): `2026-11-24T20:04:36.123456Z`.
    pub fn of_json(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// A time as the header of an answer has it (RFC 9110): `Tue, 24 Nov 2026 20:04:36 GMT`.
    pub fn of_http(text: &str) -> Option<Self> {
        DateTimeParser::new().parse_timestamp(text).ok().map(Self)
    }

    /// This long after it.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.checked_add(duration).unwrap_or(Timestamp::MAX))
    }

    /// How long after another it is; nothing if it is before.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.duration_since(earlier.0).try_into().unwrap_or_default()
    }
}

impl fmt::Display for Time {
    /// As JSON has it, to the millisecond.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn json(text: &str, expected: &str) {
        assert_eq!(Time::of_json(text).map(|time| time.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn times_of_json() {
        json("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z");
        json("2026-11-24T20:04:36.123456789Z", "2026-11-24T20:04:36.123Z");
        json("2026-11-24T20:04:36.5+01:30", "2026-11-24T18:34:36.500Z");
        json("2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59.000Z");
        json("2000-12-31T00:00:00Z", "2000-12-31T00:00:00.000Z");
        json("1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z");
        for bad in ["", "2026-11-24", "2026-13-01T00:00:00Z", "2026-11-24T20:04:36", "x-1-1T1:1:1Z"]
        {
            assert_eq!(Time::of_json(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_of_answers() {
        let time = Time::of_http("Tue, 24 Nov 2026 20:04:36 GMT");
        assert_eq!(time, Time::of_json("2026-11-24T20:04:36Z"));
        assert_eq!(Time::of_http("24 November"), None);
    }

    #[test]
    fn spans() {
        let time = Time::of_json("2026-11-24T23:59:59Z").unwrap();
        let later = time.plus(Duration::from_secs(2));
        assert_eq!(later.to_string(), "2026-11-25T00:00:01.000Z");
        assert_eq!(later.since(time), Duration::from_secs(2));
        assert_eq!(time.since(later), Duration::ZERO);
    }
}
