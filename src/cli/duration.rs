use crate::value::{Duration, Scalar as _};

/// A duration of the command line, as a spec has it: `90s`, `5m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    Duration::parse(text).map_err(|error| match error.help {
        Some(help) => format!("{}: {help}", error.reason),
        None => error.reason,
    })
}
