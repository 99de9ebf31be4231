use super::super::address::Address;
use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileTypeExt as _;
use std::{fs, path::Path};

/// What an attempt to reach an engine ran into.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::docker) enum Failure {
    /// The socket is there, and may not be used.
    Denied,
    /// A folder above the socket may not be entered.
    Closed,
    /// There is no socket.
    Absent,
    /// Something else has the socket's name: a folder, an ordinary file.
    NoSocket,
    /// Nobody listens.
    Refused,
    /// The host has no address.
    NoHost,
    /// It takes the connection and says nothing.
    Silent,
    /// It speaks TLS only.
    Tls,
    /// It answers, but not as a Docker engine does.
    Foreign(String),
    /// Anything else.
    Other(String),
}

impl Failure {
    /// What is wrong with a socket before anybody connects to it.
    pub(in crate::docker) fn foreseen(address: &Address) -> Option<Self> {
        let path = Path::new(address.socket()?);
        match fs::metadata(path) {
            Ok(found) if found.file_type().is_socket() => None,
            Ok(_) => Some(Self::NoSocket),
            Err(error) => match error.kind() {
                ErrorKind::PermissionDenied => Some(Self::Closed),
                ErrorKind::NotFound | ErrorKind::NotADirectory => Some(Self::Absent),
                _ => Some(Self::Other(error.to_string())),
            },
        }
    }

    /// What an error of the connection says.
    pub(in crate::docker) fn of(error: &bollard::errors::Error) -> Self {
        use bollard::errors::Error as Bollard;
        if let Some(error) = io_error(error) {
            return Self::of_io(error);
        }
        match error {
            Bollard::SocketNotFoundError(_) => Self::Absent,
            Bollard::RequestTimeoutError => Self::Silent,
            Bollard::DockerResponseServerError { message, .. } if message.contains("HTTPS") => {
                Self::Tls
            }
            Bollard::DockerResponseServerError { status_code, .. } => {
                Self::Foreign(format!("HTTP status {status_code}"))
            }
            Bollard::JsonDataError { .. }
            | Bollard::JsonSerdeError { .. }
            | Bollard::APIVersionParseError {}
            | Bollard::StrParseError { .. } => {
                Self::Foreign("an answer that is not a Docker engine's".to_owned())
            }
            Bollard::HyperResponseError { .. } | Bollard::HyperLegacyError { .. } => {
                Self::Foreign(innermost(error))
            }
            other => Self::Other(innermost(other)),
        }
    }

    fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::NotFound => Self::Absent,
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::TimedOut => Self::Silent,
            ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => {
                Self::Foreign("it closes the connection".to_owned())
            }
            // More than the limits allow.
            ErrorKind::InvalidData => Self::Foreign(error.to_string()),
            // The standard library has no kind for a failed look-up.
            _ if error.to_string().contains("lookup address") => Self::NoHost,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// The error of the operating system at the bottom, if there is one.
fn io_error(error: &bollard::errors::Error) -> Option<&io::Error> {
    // It passes for its own source.
    if let bollard::errors::Error::IOError { err } = error {
        return Some(err);
    }
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    let mut found = None;
    while let Some(error) = next {
        found = error.downcast_ref::<io::Error>().or(found);
        next = error.source();
    }
    found
}

fn innermost(error: &bollard::errors::Error) -> String {
    let mut error: &dyn StdError = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
