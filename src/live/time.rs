use std::fmt;
use std::time::Duration;

/// A moment, to the millisecond, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// Milliseconds since 1970.
    millis: i64,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Time {
    /// A time as JSON has it (RFC 3339): `2026-11-24T20:04:36.123456Z`.
    pub fn of_json(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once(['T', 't'])?;
        let [year, month, day] = numbers(date, '-')?;
        let zone = clock.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = clock.split_at(zone);
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let [hour, minute, second] = numbers(clock, ':')?;
        let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
        let millis: i64 = digits.parse().ok()?;
        let offset = match zone {
            "Z" | "z" => 0,
            _ => {
                let [hours, minutes] = numbers(zone.get(1..)?, ':')?;
                let offset = hours * 60 + minutes;
                if zone.starts_with('-') { -offset } else { offset }
            }
        };
        let secs = civil(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
        Some(Self { millis: (secs - offset * 60) * 1000 + millis })
    }

    /// A time as the header of an answer has it (RFC 9110): `Tue, 24 Nov 2026 20:04:36 GMT`.
    pub fn of_http(text: &str) -> Option<Self> {
        let mut words = text.split_once(", ")?.1.split(' ');
        let day = words.next()?.parse().ok()?;
        let month = words.next()?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
        let year = words.next()?.parse().ok()?;
        let [hour, minute, second] = numbers(words.next()?, ':')?;
        let secs = civil(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
        Some(Self { millis: secs * 1000 })
    }

    /// This long after it.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self { millis: self.millis.saturating_add(millis) }
    }

    /// How long after another it is; nothing if it is before.
    pub fn since(self, earlier: Self) -> Duration {
        let millis = self.millis.saturating_sub(earlier.millis);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }
}

impl fmt::Display for Time {
    /// As JSON has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.millis.div_euclid(1000);
        let (year, month, day) = date(secs.div_euclid(86_400));
        let clock = secs.rem_euclid(86_400);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
            clock / 3600,
            clock / 60 % 60,
            clock % 60,
            self.millis.rem_euclid(1000)
        )
    }
}

/// The numbers between separators.
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i64; N]> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.split(separator);
    let numbers: Option<Vec<i64>> =
        parts.map(|part| if digits(part) { part.parse().ok() } else { None }).collect();
    numbers?.try_into().ok()
}

/// Days since 1970 of a date. Years are counted from March, so that the leap day is their last.
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1..=9999).contains(&year) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let leap_days = year / 4 - year / 100 + year / 400;
    Some(year * 365 + leap_days + (from_march * 153 + 2) / 5 + day - 1 - 719_468)
}

/// The date of a day since 1970: the inverse of [`civil`].
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
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
        for bad in ["", "2026-11-24", "2026-13-01T00:00:00Z", "2026-11-24T20:04Z", "x-1-1T1:1:1Z"] {
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
    fn every_day_is_its_own() {
        for day in -200_000..200_000 {
            let (year, month, of_month) = date(day);
            assert_eq!(civil(year, month, of_month), Some(day));
        }
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
