//! What comes after writing.

use super::args::{Args, Then};
use super::files::Files;
use super::look::Looked;
use crate::cli::secrets::Pending;
use crate::cli::shell::shown;
use crate::report::Outcome;
use crate::ui::{Format, Heading, Screen};
use std::path::Path;

/// Goes on as flags say, or as the person chooses; otherwise says how.
pub(super) fn go_on(
    args: &Args,
    looked: &Looked,
    files: &Files,
    interactive: bool,
    screen: &'static Screen,
) -> Outcome {
    let stack = files.stack.as_ref();
    let ready = stack.is_none_or(|it| Pending::of(it, &looked.absolute).missing().is_empty());
    let then = match args.then {
        Some(then) => then,
        None if interactive => ask(ready, screen),
        None => Then::Nothing,
    };
    let spec = files.spec();
    let outcome = match then {
        Then::Nothing => Outcome::Done,
        Then::Render => crate::cli::also(&["render".as_ref(), spec.as_os_str()], screen),
        Then::Up => crate::cli::also(&["up".as_ref(), spec.as_os_str()], screen),
    };
    if screen.format() == Format::Human {
        commands(&spec, then, screen);
    }
    outcome
}

fn ask(ready: bool, screen: &Screen) -> Then {
    let why = if ready {
        "Rendering writes the files of the stack; launching needs Docker."
    } else {
        "The stack can be launched when its secret files are there."
    };
    let all = [
        (Then::Render, "render and check the stack's files"),
        (Then::Up, "render, check and launch the stack"),
        (Then::Nothing, "nothing, I go on myself"),
    ];
    let offered: Vec<_> = all.into_iter().filter(|(then, _)| ready || *then != Then::Up).collect();
    let texts: Vec<String> = offered.iter().map(|(_, text)| (*text).to_owned()).collect();
    let heading = Heading { text: "What next?", why, back: false };
    let chosen = super::chosen(screen.choose(&heading, &texts, 0));
    chosen.map_or(Then::Nothing, |at| offered[at].0)
}

/// The commands that matter next.
fn commands(spec: &Path, then: Then, screen: &Screen) {
    let spec =
        if spec == Path::new("stack.toml") { String::new() } else { format!(" {}", shown(spec)) };
    let all = [
        (Then::Nothing, "render", "write the stack's files"),
        (Then::Render, "up", "launch the stack on Docker"),
        (Then::Up, "verify", "prove that it works, with a test alert"),
        (Then::Up, "status", "show its services and addresses"),
    ];
    let at = all.iter().position(|(after, ..)| *after == then).unwrap_or(0);
    screen.gap();
    screen.note("next:");
    let width = spec.len() + 6;
    for (_, verb, what) in all.iter().skip(at).take(3) {
        let command = format!("{verb}{spec}");
        screen.note(&format!("  stackgen {command:width$}  {what}"));
    }
}
