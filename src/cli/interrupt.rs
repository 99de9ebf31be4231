//! Ctrl-C for verbs that wait without an engine.

use super::engine::Interrupts;
use crate::report::Outcome;
use crate::ui::Screen;

/// From now on an interrupt says so, cleans up and ends the process, with 130. Where nobody can listen
/// for it, it ends the process by itself.
pub(super) fn ends(
    verb: &'static str,
    screen: &'static Screen,
    clean: impl FnOnce() + Send + 'static,
) {
    std::thread::spawn(move || {
        if interrupted().is_some() {
            clean();
            screen.clear_line();
            screen.note("interrupted");
            screen.finish(Some(verb), Outcome::Interrupted);
            std::process::exit(130);
        }
    });
}

/// Comes back when the user does not want it any more; at once if that cannot be heard.
fn interrupted() -> Option<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    runtime.block_on(async {
        let mut interrupts = Interrupts::new().ok()?;
        interrupts.unless(std::future::pending::<()>()).await.is_err().then_some(())
    })
}
