use crate::decode::{At, choice, table};
use crate::value::{Duration, Line, Name, TimeOfDay};

table! {
    /// Which receivers each tier reaches, and when.
    pub struct Routing("[routing]") {
        /// Users are affected: at once, at any hour.
        ///
        /// Example: `oncall`
        P0: Vec<At<Name>>,
        /// Act within a working day: sent in working hours.
        ///
        /// Example: `slack`
        P1: Vec<At<Name>>,
        /// Good to know: one message a day.
        ///
        /// Example: `mail`
        P2: Vec<At<Name>>,
        /// The service that raises the alarm when it hears nothing: it gets a heartbeat every
        /// minute, and never the end of one, whatever its receiver's `send_resolved` says.
        ///
        /// Example: `heartbeat`
        heartbeat: Vec<At<Name>>,
        /// Whether a stack without heartbeat is refused.
        heartbeat_required: bool = false,
        /// When P1 is sent. What begins outside is sent when the hours begin, if it lasts.
        working_hours: WorkingHours,
        /// When P2 is sent.
        digest: Digest,
        /// How often an alert that lasts is sent again, P0 and P1: more than 5m.
        repeat_interval: At<Duration> = At::of(Duration::from_secs(4 * 3600)),
    }
}

choice! {
    /// A day of the week.
    pub enum Weekday("a day of the week") {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

table! {
    /// When somebody is at work.
    pub struct WorkingHours("working_hours") {
        /// The days.
        days: Vec<Weekday> = vec![
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ],
        /// When they begin.
        from: At<TimeOfDay> = At::of(TimeOfDay::hour(9)),
        /// When they end, on the same day.
        to: At<TimeOfDay> = At::of(TimeOfDay::hour(18)),
        /// The time zone, by its name in the IANA database.
        ///
        /// Example: `Europe/Berlin`
        timezone: At<Line> = At::of(Line::constant("UTC")),
    }
}

table! {
    /// When the daily message is sent.
    pub struct Digest("digest") {
        /// At or within half an hour after this time.
        at: At<TimeOfDay> = At::of(TimeOfDay::hour(9)),
        /// The time zone; by default that of the working hours.
        ///
        /// Example: `Europe/Berlin`
        timezone: Option<At<Line>>,
    }
}
