use super::{Invalid, Scalar, Size};
use std::fmt;

/// A container's memory: a size that Docker takes as a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Memory(Size);

/// The least that Docker takes.
const LEAST: Size = Size::from_mib(6);

impl Memory {
    /// As a size.
    pub const fn size(self) -> Size {
        self.0
    }
}

impl Scalar for Memory {
    const WHAT: &'static str = "a memory limit";
    const EXAMPLE: &'static str = "512MB";
    const RULE: &'static str = "A size of at least `6MB`: Docker refuses less.";
    const PATTERN: Option<&'static str> = Size::PATTERN;

    fn parse(text: &str) -> Result<Self, Invalid> {
        let size = Size::parse(text).map_err(|error| {
            // Nobody means bytes.
            if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
                return error;
            }
            let meant = ["MB", "GB"].map(|unit| format!("{text}{unit}"));
            let meant = meant.iter().find(|meant| Self::parse(meant).is_ok());
            error.help(match meant {
                Some(meant) => format!("write \"{meant}\""),
                None => "for example: \"512MB\"".to_owned(),
            })
        })?;
        if size < LEAST {
            return Err(Invalid::new(format!("is at least {LEAST}: Docker refuses less"))
                .help("for example: \"512MB\""));
        }
        Ok(Self(size))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn limits_that_docker_takes() {
        example::<Memory>();
        good::<Memory>("6MB", "6MB");
        good::<Memory>("6291456B", "6MB");
        bad::<Memory>("6291455B", "at least 6MB");
        bad::<Memory>("0B", "at least 6MB");
        bad::<Memory>("512KB", "at least 6MB");
        bad::<Memory>("512", "unit");
    }

    #[test]
    fn what_is_written_for_a_bare_number_is_taken() {
        for (text, meant) in
            [("512", "write \"512MB\""), ("2", "write \"2GB\""), ("0", "for example: \"512MB\"")]
        {
            assert_eq!(Memory::parse(text).unwrap_err().help.as_deref(), Some(meant), "{text}");
        }
    }
}
