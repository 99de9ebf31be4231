//! Moments as engines write them: `2026-11-24T20:02:58.123456789+01:00` (RFC 3339).

use jiff::Timestamp;

/// Seconds since 1970, or nothing if it is no moment.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let moment: Timestamp = text.parse().ok()?;
    Some(moment.as_duration().as_secs_f64())
}

/// Seconds since 1970, now.
pub(super) fn now() -> f64 {
    Timestamp::now().as_duration().as_secs_f64()
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
