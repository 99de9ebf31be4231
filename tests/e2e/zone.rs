//! Time zones, chosen so that it is noon there: what a test does then is hours away from midnight.

use std::time::{SystemTime, UNIX_EPOCH};

/// Where the clock shows 12 and some minutes now.
pub(crate) struct Noon {
    /// The zone's name.
    pub(crate) zone: String,
    /// How many minutes past 12 it is there.
    minute: u64,
}

impl Noon {
    /// The zone at this moment.
    pub(crate) fn now() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
        let minutes = now.as_secs() / 60 % (24 * 60);
        Self::at(minutes / 60, minutes % 60)
    }

    /// The zone at an hour and a minute of UTC.
    fn at(hour: u64, minute: u64) -> Self {
        // `Etc/GMT-3` is three hours ahead: POSIX counts westwards.
        let zone = match hour {
            12 => "Etc/GMT".to_owned(),
            hour if hour < 12 => format!("Etc/GMT-{}", 12 - hour),
            hour => format!("Etc/GMT+{}", hour - 12),
        };
        Self { zone, minute }
    }

    /// Five minutes ago there, as a spec has it.
    pub(crate) fn five_minutes_ago(&self) -> String {
        let minutes = 12 * 60 + self.minute - 5;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[test]
fn it_is_noon_there() {
    let at = |hour, minute| {
        let noon = Noon::at(hour, minute);
        (noon.five_minutes_ago(), noon.zone)
    };
    let pair = |ago: &str, zone: &str| (ago.to_owned(), zone.to_owned());
    assert_eq!(at(12, 30), pair("12:25", "Etc/GMT"));
    assert_eq!(at(0, 4), pair("11:59", "Etc/GMT-12"));
    assert_eq!(at(23, 59), pair("12:54", "Etc/GMT+11"));
}
