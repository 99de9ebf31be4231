/// Every name of the IANA time zone database, one a line.
const TIMEZONES: &str = include_str!("../../presets/timezones.txt");

/// The names of all time zones, sorted.
pub fn timezones() -> impl Iterator<Item = &'static str> + Clone {
    TIMEZONES.lines()
}
