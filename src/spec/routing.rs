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
        /// The service that raises the alarm when the heartbeat stops. It gets a heartbeat every
        /// minute, and never a resolved message, regardless of `send_resolved`.
        ///
        /// Example: `heartbeat`
        heartbeat: Vec<At<Name>>,
        /// Whether stackgen refuses a stack without a heartbeat.
        heartbeat_required: bool = false,
        /// When P1 is sent. An alert that starts outside these hours is sent when they begin, if it still
        /// fires.
        working_hours: WorkingHours,
        /// When P2 is sent.
        digest: Digest,
        /// How often a P0 or P1 alert that still fires is sent again. More than 5 minutes.
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
        /// The time of day. The message is sent within half an hour after it.
        at: At<TimeOfDay> = At::of(TimeOfDay::hour(9)),
        /// The time zone. The default is that of the working hours.
        ///
        /// Example: `Europe/Berlin`
        timezone: Option<At<Line>>,
    }
}
