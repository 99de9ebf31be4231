use super::{Invalid, Scalar};
use std::fmt;

/// How many processes and threads a container may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pids(u32);

/// The most that the kernel takes (`PID_MAX_LIMIT`).
const MOST: u32 = 4_194_304;

impl Pids {
    /// From a number.
    ///
    /// # Errors
    /// When it is not between 1 and 4194304.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        let refused = || Invalid::new(format!("is between 1 and {MOST}"));
        if number == 0 || number == -1 {
            return Err(
                refused().help("0 and -1 would mean no limit: leave `pids` out for the default")
            );
        }
        let known = u32::try_from(number).ok().filter(|number| *number <= MOST);
        known.map(Self).ok_or_else(refused)
    }

    /// As a number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Scalar for Pids {
    const WHAT: &'static str = "a number of processes";
    const EXAMPLE: &'static str = "256";
    const RULE: &'static str = "A whole number from 1 to 4194304.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        Self::new(text.parse().unwrap_or(i64::MIN))
    }
}

impl fmt::Display for Pids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn from_one_to_what_the_kernel_takes() {
        example::<Pids>();
        good::<Pids>("1", "1");
        good::<Pids>("4194304", "4194304");
        for text in ["0", "-1", "-2", "4194305", "99999999999", "many"] {
            bad::<Pids>(text, "between 1 and 4194304");
        }
    }
}
