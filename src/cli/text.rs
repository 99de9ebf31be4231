//! The text of a file that the user named, or why there is none.

use super::failure::Failure;
use crate::folder::Unreadable;
use crate::value::unix_text;

/// The text of a file.
///
/// # Errors
/// When it is not UTF-8.
pub(super) fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::bad(format!("{name} is UTF-16, not UTF-8"))
            .help("save it as UTF-8 in your editor, or convert it with iconv -f UTF-16 -t UTF-8"));
    }
    // The digest of a spec does not depend on who checked it out, and how.
    String::from_utf8(bytes).map(unix_text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        Failure::bad(format!("{name} is not UTF-8: byte {at}, in line {line}"))
    })
}

/// Why a file of the spec was not read.
pub(super) fn unreadable(name: &str, why: impl Into<Unreadable>) -> Failure {
    match why.into() {
        Unreadable::Io(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Failure::failed(format!("cannot read {name}: {error}"))
        }
        Unreadable::Io(error) => Failure::bad(format!("cannot read {name}: {error}")),
        Unreadable::Outside => {
            Failure::bad(format!("{name} is a link that leads out of the spec's folder"))
                .help("put the file itself there; only links within the folder are followed")
        }
        Unreadable::IsFolder | Unreadable::NotAFile => {
            Failure::bad(format!("{name} is not a file"))
        }
        Unreadable::TooLong { most } => Failure::bad(format!(
            "{name} is too large: a spec has at most {} MiB, with all its integrations",
            most >> 20
        )),
    }
}
