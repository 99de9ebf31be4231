use super::{Invalid, Scalar};
use std::fmt;

/// A TCP port, 1 to 65535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(u16);

impl Port {
    /// A port from its number.
    ///
    /// # Errors
    /// When it is not between 1 and 65535.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        u16::try_from(number)
            .ok()
            .filter(|port| *port != 0)
            .map(Self)
            .ok_or_else(|| Invalid::new("is between 1 and 65535"))
    }

    /// Its number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Scalar for Port {
    const WHAT: &'static str = "a port";
    const EXAMPLE: &'static str = "9090";
    const RULE: &'static str = "A whole number from 1 to 65535.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        let digits =
            !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { text.parse().unwrap_or(0) } else { 0 };
        Self::new(number)
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn is_a_number_from_1_to_65535() {
        example::<Port>();
        good::<Port>("1", "1");
        good::<Port>("65535", "65535");
        for text in ["", "0", "65536", "-1", "+80", "http", "99999999999999999999"] {
            bad::<Port>(text, "between 1 and 65535");
        }
    }
}
