use super::{Invalid, Scalar};
use std::fmt;

/// A time of day in hours and minutes: `09:00`. `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// Minutes since midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    /// A full hour. Beyond 24 it is the end of the day.
    pub const fn hour(hour: u8) -> Self {
        Self { minutes: if hour > 24 { 1440 } else { hour as u16 * 60 } }
    }

    /// From minutes since midnight.
    ///
    /// # Errors
    /// When there are more than 1440.
    pub fn new(minutes: u16) -> Result<Self, Invalid> {
        if minutes > 1440 {
            return Err(Invalid::new("is between 00:00 and 24:00"));
        }
        Ok(Self { minutes })
    }
}

impl Scalar for TimeOfDay {
    const WHAT: &'static str = "a time of day";
    const EXAMPLE: &'static str = "09:00";
    const RULE: &'static str = "`HH:MM`, from 00:00 to 24:00, the end of the day.";
    const PATTERN: Option<&'static str> = Some("^([01][0-9]|2[0-4]):[0-5][0-9]$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let two = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse::<u16>().ok()).flatten()
        };
        text.split_once(':')
            .and_then(|(hours, minutes)| Some((two(hours)?, two(minutes)?)))
            .filter(|(_, minutes)| *minutes < 60)
            .and_then(|(hours, minutes)| Self::new(hours * 60 + minutes).ok())
            .ok_or_else(|| {
                let error = Invalid::new("has the form HH:MM, from 00:00 to 24:00");
                // Half of the world writes 9:00.
                match text.split_once(':') {
                    Some((hours, _)) if hours.len() == 1 => {
                        match Self::parse(&format!("0{text}")) {
                            Ok(fixed) => error.help(format!("write \"{fixed}\"")),
                            Err(_) => error,
                        }
                    }
                    _ => error,
                }
            })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn times() {
        example::<TimeOfDay>();
        good::<TimeOfDay>("00:00", "00:00");
        good::<TimeOfDay>("24:00", "24:00");
        for text in ["", "9:00", "24:01", "12:60", "09:00:00", "noon", "+1:00", "99:00"] {
            bad::<TimeOfDay>(text, "HH:MM");
        }
    }
}
