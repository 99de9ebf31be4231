//! Something goes wrong during each step of `stackgen up`.
//!
//! Then it says what and what to do, leaves what was there as it was, and the next one succeeds as
//! soon as the break is mended.
//!
//! * [`before`]: what is missing before anything can start: images, networks, secret files
//! * [`first`]: a first launch is killed, or there are several
//! * [`ports`]: a port that somebody else has
//! * [`programs`]: programs that end, refuse their files or their volume, or never work
//! * [`reload`]: files that a running program refuses
//! * [`killed`]: the engine is killed
//! * [`interrupts`]: Ctrl-C, at any moment

mod before;
mod first;
mod interrupts;
mod killed;
mod ports;
mod programs;
mod reload;

use crate::light::Light;
use crate::support::process::Finished;

/// A run that failed with an exit code has said all of this.
#[track_caller]
fn said(run: &Finished, code: i32, sentences: &[&str]) {
    assert_eq!(run.code, Some(code), "{run}");
    for sentence in sentences {
        assert!(run.stderr.contains(sentence), "it does not say {sentence:?}: {run}");
    }
    assert_eq!(run.stdout, "", "a failure is no data: {run}");
}

/// A break that is in the spec: a part of it is replaced.
struct Break<'a> {
    part: &'a str,
    by: &'a str,
    args: &'a [&'a str],
    /// What is said.
    sentences: &'a [&'a str],
}

impl Break<'_> {
    /// Nothing was there: nothing is left. Then it is mended, and with the stack there, broken again:
    /// the stack is what it was. Its data is there all the time.
    #[track_caller]
    fn leaves_all_as_it_was(&self, light: &Light<'_>) {
        light.mark();
        self.happens(light);
        let broken = self.up(light);
        light.must_not_be_there(&broken);
        light.mark_must_be_there();
        self.is_mended(light);
        light.must_come_up();
        light.mark_must_be_there();
        let before = light.runs();

        self.happens(light);
        let broken = self.up(light);
        assert_eq!(light.runs(), before, "{broken}");
        light.mark_must_be_there();
        self.is_mended(light);
        let again = light.must_come_up();
        assert_eq!(light.runs(), before, "{again}");
        light.mark_must_be_there();
    }

    #[track_caller]
    fn happens(&self, light: &Light<'_>) {
        light.change_spec(self.part, self.by);
    }

    #[track_caller]
    fn is_mended(&self, light: &Light<'_>) {
        light.change_spec(self.by, self.part);
    }

    #[track_caller]
    fn up(&self, light: &Light<'_>) -> Finished {
        let up = light.stackgen(["up"].iter().chain(self.args));
        said(&up, 3, self.sentences);
        up
    }
}
