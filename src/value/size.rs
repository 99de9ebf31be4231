use super::{Invalid, Scalar};
use std::fmt;

/// An amount of bytes: `512MB`, `20GB`. Units are powers of 1024, as in Prometheus and Docker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    bytes: u64,
}

const UNITS: [(&str, u64); 5] =
    [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1)];

impl Size {
    /// In bytes.
    pub const fn bytes(self) -> u64 {
        self.bytes
    }

    /// A whole number of binary megabytes.
    pub const fn from_mib(mib: u64) -> Self {
        Self { bytes: mib << 20 }
    }
}

impl Scalar for Size {
    const WHAT: &'static str = "a size";
    const EXAMPLE: &'static str = "20GB";
    const RULE: &'static str = "A whole number and a unit: `B`, `KB`, `MB`, `GB`, `TB`, in powers of 1024; `Gi`, `GiB` and `g` mean `GB`.";
    const PATTERN: Option<&'static str> = Some("^[0-9]+ ?([KMGTkmgt]i?)?[Bb]?$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let needs = || Invalid::new("needs a whole number and a unit (B, KB, MB, GB, TB)");
        if digits == 0 {
            return Err(needs());
        }
        if unit.is_empty() {
            return Err(needs().help(format!("for bytes, write \"{text}B\"")));
        }
        // `Gi`, `GiB` and `g` are what other tools write for the same.
        let letter = unit.trim_start().to_ascii_uppercase();
        let letter = letter.strip_suffix('B').unwrap_or(&letter);
        let letter = letter.strip_suffix('I').unwrap_or(letter);
        let index = ["T", "G", "M", "K", ""].iter().position(|known| *known == letter);
        let index = index.ok_or_else(needs)?;
        let bytes = number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(UNITS[index].1))
            .filter(|bytes| i64::try_from(*bytes).is_ok())
            .ok_or_else(|| Invalid::new("is more than 8 EiB"))?;
        Ok(Self { bytes })
    }
}

impl fmt::Display for Size {
    /// In the largest unit that divides it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |size: &u64| self.bytes >= *size && self.bytes.is_multiple_of(*size);
        let (unit, size) = UNITS.iter().find(|(_, size)| whole(size)).unwrap_or(&("B", 1));
        write!(f, "{}{unit}", self.bytes / size)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn reads_sizes() {
        example::<Size>();
        good::<Size>("20GB", "20GB");
        good::<Size>("512MiB", "512MB");
        good::<Size>("512m", "512MB");
        good::<Size>("1024MB", "1GB");
        good::<Size>("1500B", "1500B");
        good::<Size>("0B", "0B");
    }

    #[test]
    fn refuses_the_rest() {
        bad::<Size>("", "whole number");
        bad::<Size>("20", "unit");
        bad::<Size>("GB", "whole number");
        bad::<Size>("1.5GB", "whole number");
        bad::<Size>("-1GB", "whole number");
        bad::<Size>("20XB", "unit");
        bad::<Size>("99999999999TB", "8 EiB");
    }
}
