//! How much an engine may answer, and for how long.
//!
//! What answers at an address need not be an engine, or not an honest one: an answer without an end must not
//! take this machine's memory, nor one that does not come a CI job's time.

use hyper::Method;
use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// More than any answer about the containers of one machine.
const ANSWER: u64 = 16 << 20;
/// More than such an answer has.
const OBJECTS: u64 = 200_000;
/// How long a whole answer may take that only says what there is.
const ASKED: Duration = Duration::from_secs(30);
/// The same where something is done first.
const DONE: Duration = Duration::from_secs(120);
/// The same where a container ends first: it may take minutes to stop.
const ENDED: Duration = Duration::from_secs(600);
/// More than a container's log has that rotates, many times over.
const LOG: u64 = 1 << 30;
/// How long nothing of a log may come that ends: an engine looks for the lines that are wanted.
const LOG_SILENCE: Duration = Duration::from_secs(60);
/// More than is ever said of a pull.
const PULL: u64 = 64 << 20;
/// How long nothing may be said of a pull: a large layer is unpacked in silence.
const PULL_SILENCE: Duration = Duration::from_secs(300);
/// The longest part of a stream: a line, or a frame of a log, of which engines send 16 KiB.
const PART: u64 = 4 << 20;

/// How much may come, and for how long.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// How many bytes, with all that HTTP adds.
    bytes: u64,
    /// How long.
    pub(super) patience: Patience,
    /// How many objects, in JSON: each takes a hundred times its length in memory.
    objects: u64,
    /// How much of a part has come that nobody has taken yet.
    pending: Option<Pending>,
    /// Why no more is read.
    refusal: Arc<OnceLock<String>>,
}

/// How long is waited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Patience {
    /// For all of it together.
    Whole(Duration),
    /// For the next byte.
    Silence(Duration),
    /// For ever: the user ends it.
    Endless,
}

impl Limits {
    /// The limits of a request that is no stream.
    pub(super) fn of(method: &Method, path: &str) -> Self {
        let ends = ["/stop", "/wait"].iter().any(|end| path.ends_with(end));
        let patience = match *method {
            Method::GET | Method::HEAD => ASKED,
            _ if ends => ENDED,
            _ => DONE,
        };
        Self::new(ANSWER, Patience::Whole(patience), None)
    }

    /// The limits of a container's log.
    pub(super) fn log(follow: bool) -> Self {
        let (bytes, patience) = if follow {
            (u64::MAX, Patience::Endless)
        } else {
            (LOG, Patience::Silence(LOG_SILENCE))
        };
        Self::new(bytes, patience, Some(Pending::default()))
    }

    /// The limits of what is said of a pull.
    pub(super) fn pull() -> Self {
        Self::new(PULL, Patience::Silence(PULL_SILENCE), Some(Pending::default()))
    }

    fn new(bytes: u64, patience: Patience, pending: Option<Pending>) -> Self {
        let objects = if pending.is_some() { u64::MAX } else { OBJECTS };
        Self { bytes, patience, objects, pending, refusal: Arc::default() }
    }

    /// Why no more is read of a stream, where the library has lost it.
    pub(super) fn refusal(&self) -> Option<&str> {
        self.refusal.get().map(String::as_str)
    }

    /// Somebody took a part of a stream: the next may be as long.
    pub(super) fn taken(&self) {
        if let Some(pending) = &self.pending {
            pending.taken();
        }
    }

    /// Some bytes have come.
    ///
    /// # Errors
    /// When they are too many.
    pub(super) fn took(&mut self, bytes: &[u8]) -> io::Result<()> {
        let count = bytes.len() as u64;
        let mebibytes = |bytes: u64| format!("is longer than {} MiB", bytes >> 20);
        if self.bytes < count {
            let most = match &self.pending {
                None => mebibytes(ANSWER),
                Some(_) => "does not end".to_owned(),
            };
            return Err(self.refuse(ErrorKind::InvalidData, format!("its answer {most}")));
        }
        self.bytes -= count;
        if let Some(pending) = &self.pending {
            if pending.add(count) > PART {
                let text = format!("one line of it {}", mebibytes(PART));
                return Err(self.refuse(ErrorKind::InvalidData, text));
            }
            return Ok(());
        }
        let objects = bytes.iter().map(|byte| u64::from(*byte == b'{')).sum();
        if self.objects < objects {
            let text = format!("its answer has more than {OBJECTS} objects");
            return Err(self.refuse(ErrorKind::InvalidData, text));
        }
        self.objects -= objects;
        Ok(())
    }

    /// Patience is over.
    pub(super) fn late(&self) -> io::Error {
        let text = match self.patience {
            Patience::Whole(time) => format!("no whole answer within {} s", time.as_secs()),
            Patience::Silence(time) => format!("nothing came for {} s", time.as_secs()),
            Patience::Endless => String::new(),
        };
        self.refuse(ErrorKind::TimedOut, text)
    }

    fn refuse(&self, kind: ErrorKind, text: String) -> io::Error {
        io::Error::new(kind, self.refusal.get_or_init(|| text).clone())
    }
}

/// How many bytes have come since the last part of a stream was taken.
#[derive(Clone, Debug, Default)]
struct Pending(Arc<AtomicU64>);

impl Pending {
    fn taken(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn add(&self, bytes: u64) -> u64 {
        self.0.fetch_add(bytes, Ordering::Relaxed) + bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_depends_on_what_is_asked() {
        for (method, path, seconds) in [
            (Method::GET, "/v1.49/containers/json", 30),
            (Method::POST, "/v1.49/containers/create", 120),
            (Method::POST, "/v1.49/containers/a/stop", 600),
            (Method::DELETE, "/v1.49/volumes/a", 120),
        ] {
            let whole = Patience::Whole(Duration::from_secs(seconds));
            assert_eq!(Limits::of(&method, path).patience, whole, "{path}");
        }
    }

    #[test]
    fn what_is_taken_part_by_part_may_go_on() {
        let mut log = Limits::log(true);
        let part = vec![b'{'; usize::try_from(PART).unwrap()];
        for _ in 0..3 {
            log.took(&part).unwrap();
            log.taken();
        }
        log.took(&part).unwrap();
        let error = log.took(b"x").unwrap_err();
        assert_eq!(error.to_string(), "one line of it is longer than 4 MiB");
        assert_eq!(log.refusal(), Some("one line of it is longer than 4 MiB"));
    }

    #[test]
    fn an_answer_has_so_much_and_no_more() {
        let case = |byte: u8, most: u64, expected: &str| {
            let mut answer = Limits::of(&Method::GET, "/info");
            answer.took(&vec![byte; usize::try_from(most).unwrap()]).unwrap();
            assert_eq!(answer.took(&[byte]).unwrap_err().to_string(), expected);
        };
        case(b' ', ANSWER, "its answer is longer than 16 MiB");
        case(b'{', OBJECTS, "its answer has more than 200000 objects");
    }
}
