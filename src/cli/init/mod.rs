//! `stackgen init`: from an application to a spec, with a few questions.

mod args;
mod disk;
mod edit;
mod files;
mod look;
mod next;
mod person;
mod ports;
mod record;
mod shown;

use super::failure::Failure;
use crate::diag::Severity;
use crate::init::{Asked, Prompter, Stop, Trouble, Unattended, ask};
use crate::report::Outcome;
use crate::ui::{Format, Reply, Screen};
pub(super) use args::Args;
use files::Files;
use look::{Looked, SPEC};
use person::Person;
use std::collections::BTreeMap;

/// What flags answer.
type Given = BTreeMap<String, Vec<String>>;

pub(super) fn run(args: &Args, screen: &'static Screen) -> Result<(), Failure> {
    let mut looked = look::look(args, screen)?;
    let interactive = args.may_ask(screen);
    // Machines read all of it in one document; who is asked sees what it is about.
    let human = screen.format() == Format::Human && (!screen.is_quiet() || interactive);
    if human {
        shown::plan(&looked, screen);
    }
    let _interrupts = if interactive { person::hold_interrupts()? } else { None };
    let mut unattended = Unattended::default();
    let mut person = Person::new(screen);
    let prompter: &mut dyn Prompter = if interactive { &mut person } else { &mut unattended };
    let given = args.given();
    let asked = match ask(&looked.scene, &given, prompter) {
        Ok(asked) => asked,
        Err(Stop::Cancelled) => return Err(cancelled()),
        Err(Stop::Trouble(trouble)) => return Err(refused(&trouble, &given)),
    };
    if human && !asked.settled.is_empty() {
        let flags: Vec<String> = asked.settled.iter().map(|flag| format!("--{flag}")).collect();
        let flags = flags.join(", ");
        screen.note(&format!("{SPEC} is there already, and keeps what {flags} would set"));
        screen.hint("change it with `stackgen set`, or edit the file");
    }
    let files = Files::of(&mut looked, &asked.answers)?;
    if !files.accepted() {
        return Err(Failure::refused(files.diagnostics, files.sources).note("nothing was written"));
    }
    if human && !interactive {
        shown::defaults(&unattended.taken, screen);
    }
    if human || args.dry_run {
        files.show(screen);
    }
    if human {
        shown::namesakes(&looked, &files, screen);
    }
    if files.is_empty() {
        finish(&looked, &asked, &unattended, &files, false, screen);
        screen.summary("there is nothing to add: the spec monitors all of it");
        return Ok(());
    }
    if args.dry_run {
        finish(&looked, &asked, &unattended, &files, false, screen);
        screen.summary("nothing was written");
        return Ok(());
    }
    if interactive && !person::agrees(&files, screen) {
        return Err(cancelled());
    }
    files.write()?;
    // Warnings are about what was written: a spec that is still to be completed.
    if files.diagnostics.count(Severity::Warning) > 0 {
        screen.diagnostics(&files.diagnostics, &files.sources);
    }
    if human {
        shown::written(&mut looked, &asked, &files, screen);
    }
    let outcome = next::go_on(args, &looked, &files, interactive, screen);
    // Last, so that the result is that of this verb, and not of what it went on with.
    finish(&looked, &asked, &unattended, &files, true, screen);
    if outcome == Outcome::Done { Ok(()) } else { Err(Failure::said(outcome)) }
}

/// What machines read of it.
fn finish(
    looked: &Looked,
    asked: &Asked,
    unattended: &Unattended,
    files: &Files,
    written: bool,
    screen: &Screen,
) {
    if screen.format() == Format::Json {
        screen.result(&record::planned(looked, asked, &unattended.taken, files, written));
    }
}

fn cancelled() -> Failure {
    Failure::interrupted("nothing was written")
}

/// Everything that is wrong with the flags, at once.
fn refused(trouble: &[Trouble], given: &Given) -> Failure {
    let mut failure = Failure::said(Outcome::Bad);
    let mut missing = Vec::new();
    for it in trouble {
        match it {
            Trouble::Bad { flag, why } => {
                failure = failure.and(Failure::bad(format!("--{flag}: {why}")));
            }
            Trouble::Unused { flag } => {
                let message = format!("--{flag} answers a question that is not asked here");
                failure = failure.and(Failure::bad(message));
                failure = unused(flag, given).into_iter().fold(failure, Failure::help);
            }
            Trouble::Missing { flag, example, question } => {
                missing.push((shown::typed(flag, example), question));
            }
        }
    }
    if !missing.is_empty() {
        let flags: Vec<&str> = missing.iter().map(|(flag, _)| flag.as_str()).collect();
        let flags = flags.join(" ");
        let message = format!("these flags have no default, and are missing: {flags}");
        let helps = missing.iter().map(|(flag, question)| format!("{flag}  {question}"));
        failure = helps.fold(failure.and(Failure::bad(message)), Failure::help);
    }
    failure.note("nothing was written")
}

/// Why the question of a flag is not asked, where flags tell.
fn unused(flag: &str, given: &Given) -> Option<&'static str> {
    let minimal = given.get("preset").is_some_and(|preset| preset == &["minimal"]);
    match flag {
        "monitor" | "metrics" | "name" | "preset" => None,
        "metrics-at" | "convention" => {
            Some("it is about an app that exposes metrics: name the app with --metrics")
        }
        _ if minimal => Some("the preset minimal has no Alertmanager: no alert is sent"),
        "receiver" | "timezone" | "working-hours" => None,
        _ => Some("it belongs to another type of receiver than --receiver names"),
    }
}

/// What somebody at a terminal chose, if anything.
fn chosen<T>(reply: Reply<T>) -> Option<T> {
    match reply {
        Reply::Answer(answer) => Some(answer),
        Reply::Back | Reply::Cancelled => None,
    }
}
