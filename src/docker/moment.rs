//! Moments as engines write them: `2026-11-24T20:02:58.123456789+01:00` (RFC 3339).

use std::time::SystemTime;

/// Seconds since 1970, or nothing if it is no moment.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let (date, rest) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone = rest.find(['Z', '+', '-'])?;
    let (time, zone) = rest.split_at(zone);
    let mut time = time.splitn(3, ':');
    let hours: i64 = time.next()?.parse().ok()?;
    let minutes: i64 = time.next()?.parse().ok()?;
    let seconds: f64 = time.next()?.parse().ok()?;
    let fine = (1..=12).contains(&month) && (1..=31).contains(&day);
    let fine = fine && (0..24).contains(&hours) && (0..60).contains(&minutes);
    if !fine || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    let minutes = (days(year, month, day) * 24 + hours) * 60 + minutes - offset(zone)?;
    let minutes = i32::try_from(minutes).ok()?;
    Some(f64::from(minutes) * 60.0 + seconds)
}

/// Seconds since 1970, now.
pub(super) fn now() -> f64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64()
}

/// How many minutes a time zone is ahead.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, rest) = zone.split_at(1);
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
    Some(if sign == "-" { -minutes } else { minutes })
}

/// Days since 1970-01-01, counted in years that begin in March, so that a leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn moments() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0.0),
            ("2000-02-29T12:00:00Z", 951_825_600.0),
            ("2026-11-24T20:02:58.5Z", 1_795_550_578.5),
            ("2026-11-24T21:02:58.5+01:00", 1_795_550_578.5),
            ("2026-11-24T14:32:58.5-05:30", 1_795_550_578.5),
            ("2100-03-01T00:00:00Z", 4_107_542_400.0),
        ] {
            let seconds = seconds(text).unwrap_or_else(|| panic!("{text} is a moment"));
            assert!((seconds - expected).abs() < 1e-3, "{text}: {seconds}");
        }
        for text in ["", "now", "2026-11-24", "2026-13-24T00:00:00Z", "2026-11-24T00:00:00"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
