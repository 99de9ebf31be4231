//! `stackgen add`: a new entry of a spec.

mod block;
mod flag;
mod kind;

use super::failure::Failure;
use super::load::budget;
use super::own::{self, Own};
use super::revise::{EditArgs, Revision, known};
use crate::catalog::{LoadedReceiver, Section, SettingKind, UserFile, UserFolder};
use crate::decode::{Node, Value};
use crate::diag::closest;
use crate::edit::{Draft, Refusal, key, string};
use crate::ui::Screen;
use clap::{ArgMatches, Command, FromArgMatches};
use kind::Kind;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The arguments: a kind of entry, and what clap read for it. The kinds and their options come from the
/// definitions of the spec and the catalogue.
#[derive(Debug)]
pub(super) struct Args {
    word: String,
    matches: ArgMatches,
}

const ABOUT: &str =
    "Add an app, an integration, a probe, a receiver or an alert's changes to the spec";

const EXAMPLES: &str = "Examples:\n  \
    stackgen add app backend --targets backend:8080 --convention express\n  \
    stackgen add probe shop --urls https://shop.example/";

impl FromArgMatches for Args {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let (word, matches) = matches.subcommand().unzip();
        let matches = matches.cloned().unwrap_or_default();
        Ok(Self { word: word.unwrap_or_default().to_owned(), matches })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        let command = command.about(ABOUT).after_help(EXAMPLES).subcommand_value_name("KIND");
        let command = command.subcommand_help_heading("Kinds").disable_help_subcommand(true);
        let command = command.subcommand_required(true).arg_required_else_help(true);
        // Unknown kinds get an answer of our own. Only who adds something needs the catalogue.
        command.allow_external_subcommands(true).defer(with_kinds)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn with_kinds(command: Command) -> Command {
    let shared = <EditArgs as clap::Args>::augment_args(Command::new(""));
    let known = known(&beside_spec());
    let offered = known.receivers.iter().filter_map(|it| Some((it.receiver.offer.as_ref()?, it)));
    let command = match offered.min_by_key(|(offer, _)| offer.place) {
        Some((_, loaded)) => command.after_help(format!("{EXAMPLES}\n  {}", receiver(loaded))),
        None => command,
    };
    command.subcommands(kind::all(&known).iter().map(|kind| kind.command(&shared)))
}

/// How to add a receiver of a type.
fn receiver(loaded: &LoadedReceiver) -> String {
    let mut example = format!("stackgen add receiver team --type {}", loaded.name);
    for (key, setting) in &loaded.receiver.settings {
        if let (true, Some(value)) = (setting.required, &setting.example)
            && setting.kind != SettingKind::SecretFile
        {
            let _ = write!(example, " --{} '{value}'", key.as_str().replace('_', "-"));
        }
    }
    example + " --tier P1,P2"
}

/// The user's own integrations, before the arguments are read. What is wrong with them is said later, when
/// the spec is read.
fn beside_spec() -> Own {
    let args: Vec<OsString> = std::env::args_os().collect();
    if !args.iter().any(|arg| arg == "add") {
        return Own::default();
    }
    let named =
        args.windows(2).find(|pair| pair[0] == "--spec").map(|pair| PathBuf::from(&pair[1]));
    let joined =
        || args.iter().find_map(|arg| arg.to_str()?.strip_prefix("--spec=").map(PathBuf::from));
    let path = named.or_else(joined).unwrap_or_default();
    let folder = path.parent().unwrap_or(Path::new(""));
    own::files(folder, &mut budget()).unwrap_or_default()
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let matches = &args.matches;
    let kinds = kind::all(&known(&beside_spec()));
    let Some(kind) = kinds.iter().find(|kind| kind.word == args.word) else {
        return unknown(args, &kinds, screen);
    };
    let edit = EditArgs::from_arg_matches(matches);
    let edit = edit.map_err(|error| Failure::bad(error.to_string()))?;
    let name = matches.get_one::<String>("NAME").map(String::as_str).unwrap_or_default();
    let mut revision = Revision::open(&edit.spec, screen)?;
    let text = block::text(kind, name, matches);
    if let Err(refusal) = revision.draft.add(kind.section, name, &text) {
        let failure = revision.refused(&refusal);
        let entry = format!("{}.{}", kind.section, key(name));
        return Err(if matches!(refusal, Refusal::Exists(_)) {
            failure.help(format!("to change a key of it: stackgen set {entry}.KEY VALUE"))
        } else {
            failure
        });
    }
    for tier in matches.try_get_many::<String>("TIER").ok().flatten().into_iter().flatten() {
        route(&mut revision, tier, name)?;
    }
    revision.finish(&edit, screen)
}

/// Adds a receiver to a tier. A tier that the spec itself does not route gets only this one.
fn route(revision: &mut Revision, tier: &str, name: &str) -> Result<(), Failure> {
    let path = ["routing", tier];
    let replaced = if revision.draft.defines(&path) { None } else { revision.preset_has(&path) };
    let pushed = revision.draft.push(&path, &string(name));
    pushed.map_err(|why| revision.refused(&why))?;
    let Some(Node { value: Value::Array(items), .. }) = replaced else { return Ok(()) };
    let items: Vec<&str> = items.iter().filter_map(Node::as_str).filter(|it| *it != name).collect();
    if !items.is_empty() {
        let instead = format!("{tier} goes to {name} instead of the preset's {}", items.join(", "));
        revision.notes.push(instead);
    }
    Ok(())
}

/// That there is no such kind. What the catalogue knows of a type that it does not have is said as for
/// a spec that uses it.
fn unknown(args: &Args, kinds: &[Kind], screen: &Screen) -> Result<(), Failure> {
    let words = || kinds.iter().map(|kind| kind.word.as_str());
    let rest: Vec<&OsString> = args.matches.get_many("").into_iter().flatten().collect();
    let name = rest.first().and_then(|name| name.to_str()).filter(|name| !name.starts_with('-'));
    let near = closest(&args.word, words());
    let spec = rest.windows(2).find(|pair| *pair[0] == "--spec").map(|pair| PathBuf::from(pair[1]));
    let spec = spec.unwrap_or_else(|| PathBuf::from("stack.toml"));
    if let (Some(name), None, true) = (name, near, spec.exists())
        && let Ok(mut revision) = Revision::open(&spec, screen)
        && added(&mut revision.draft, &args.word, name)
    {
        let outcome = revision.judge();
        if outcome.brought.has_errors() {
            let edit = EditArgs { spec, dry_run: true };
            return revision.conclude(outcome, &edit, screen);
        }
    }
    let is_own =
        |file: &UserFile| file.folder == UserFolder::Integrations && file.name == args.word;
    if beside_spec().files.iter().any(is_own) {
        return Err(Failure::bad(format!("integrations/{}.toml has mistakes", args.word))
            .help("`stackgen check` shows them"));
    }
    let there_are = format!("there are {}", words().collect::<Vec<_>>().join(", "));
    Err(Failure::bad(format!("there is no kind `{}`", args.word)).did_you_mean(near, there_are))
}

/// Adds an entry of a type that may not exist.
fn added(draft: &mut Draft, of_type: &str, name: &str) -> bool {
    let section = Section::Integrations.as_str();
    let text = format!("[{section}.{}]\ntype = {}\n", key(name), string(of_type));
    draft.add(section, name, &text).is_ok()
}
