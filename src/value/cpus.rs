use super::{Invalid, Scalar};
use std::fmt;

/// A share of processors: `0.5` is half of one. Kept in thousandths, at most 1024 processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpus {
    thousandths: u32,
}

impl Cpus {
    /// From a number of processors.
    ///
    /// # Errors
    /// When it is not between 0.01 and 1024.
    pub fn new(number: f64) -> Result<Self, Invalid> {
        let thousandths = (number * 1000.0).round();
        if !(10.0..=1_024_000.0).contains(&thousandths) {
            return Err(Invalid::new("is between 0.01 and 1024"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        Ok(Self { thousandths: thousandths as u32 })
    }

    /// As a number of processors.
    pub fn get(self) -> f64 {
        f64::from(self.thousandths) / 1000.0
    }
}

impl Scalar for Cpus {
    const WHAT: &'static str = "a number of CPUs";
    const EXAMPLE: &'static str = "0.5";
    const RULE: &'static str = "A number from 0.01 to 1024: 0.5 is half a CPU.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        Self::new(text.parse().unwrap_or(f64::NAN))
    }
}

impl fmt::Display for Cpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn shares_of_processors() {
        example::<Cpus>();
        good::<Cpus>("2", "2");
        good::<Cpus>("0.25", "0.25");
        bad::<Cpus>("0", "between");
        bad::<Cpus>("-1", "between");
        bad::<Cpus>("nan", "between");
        bad::<Cpus>("1e99", "between");
        bad::<Cpus>("half", "between");
    }
}
