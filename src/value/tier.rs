use super::{Invalid, Scalar};
use std::fmt;

/// How urgent an alert is, and so whom it reaches when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Users are affected: page somebody, at any hour.
    P0,
    /// Somebody must act within a working day: chat, in working hours.
    P1,
    /// Somebody should know: a daily digest.
    P2,
    /// Not for people: it proves that alerting itself works, by always firing.
    Heartbeat,
}

impl Tier {
    /// The tiers that reach people, most urgent first.
    pub const FOR_PEOPLE: [Self; 3] = [Self::P0, Self::P1, Self::P2];

    /// The conventional `severity` label that goes with it.
    pub const fn severity(self) -> &'static str {
        match self {
            Self::P0 => "critical",
            Self::P1 => "warning",
            Self::P2 => "info",
            Self::Heartbeat => "none",
        }
    }
}

impl Scalar for Tier {
    const WHAT: &'static str = "a tier";
    const EXAMPLE: &'static str = "P1";
    const RULE: &'static str = "`P0`, `P1`, `P2` or `heartbeat`.";
    const PATTERN: Option<&'static str> = Some("^(P0|P1|P2|heartbeat)$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "P0" => Ok(Self::P0),
            "P1" => Ok(Self::P1),
            "P2" => Ok(Self::P2),
            "heartbeat" => Ok(Self::Heartbeat),
            _ => Err(Invalid::new(
                "is \"P0\" (page at any hour), \"P1\" (chat in working hours) or \"P2\" (daily mail)",
            )),
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P0 => "P0",
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::Heartbeat => "heartbeat",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn tiers() {
        example::<Tier>();
        good::<Tier>("P0", "P0");
        good::<Tier>("heartbeat", "heartbeat");
        bad::<Tier>("p0", "\"P0\"");
        bad::<Tier>("P3", "\"P0\"");
    }
}
