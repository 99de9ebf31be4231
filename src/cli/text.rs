//! The text of a file that the user named, or why there is none.

use super::exit::Exit;
use crate::folder::Unreadable;
use crate::ui::Screen;
use crate::value::unix_text;

/// The text of a file.
///
/// # Errors
/// When it is not UTF-8; that is said then.
pub(super) fn utf8(name: &str, bytes: Vec<u8>, screen: &Screen) -> Result<String, Exit> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        screen.failed(&format!("{name} is UTF-16, not UTF-8"));
        screen.hint("save it as UTF-8 in your editor, or convert it with iconv -f UTF-16 -t UTF-8");
        return Err(Exit::Bad);
    }
    // The digest of a spec does not depend on who checked it out, and how.
    String::from_utf8(bytes).map(unix_text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        screen.failed(&format!("{name} is not UTF-8: byte {at}, in line {line}"));
        Exit::Bad
    })
}

/// Says why a file of the spec was not read.
pub(super) fn unreadable(name: &str, why: &Unreadable, screen: &Screen) -> Exit {
    match why {
        Unreadable::Io(error) => {
            screen.failed(&format!("cannot read {name}: {error}"));
            if error.kind() != std::io::ErrorKind::NotFound {
                return Exit::Failed;
            }
        }
        Unreadable::Outside => {
            screen.failed(&format!("{name} is a link that leads out of the spec's folder"));
            screen.hint("put the file itself there; only links within the folder are followed");
        }
        Unreadable::IsFolder | Unreadable::NotAFile => {
            screen.failed(&format!("{name} is not a file"));
        }
        Unreadable::TooLong { most } => {
            let most = most >> 20;
            screen.failed(&format!(
                "{name} is too large: a spec has at most {most} MiB, with all its integrations"
            ));
        }
    }
    Exit::Bad
}
