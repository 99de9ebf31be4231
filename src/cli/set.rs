//! `stackgen set`: one key of a spec.

use super::failure::Failure;
use super::revise::{EditArgs, Revision};
use crate::diag::closest;
use crate::edit::{is_value, keys, string};
use crate::schema::{self, Kind, Walk, kinds};
use crate::ui::Screen;

/// Set a key of the spec: prometheus.retention.time, routing.P1
///
/// Everything else in the file stays as it is: comments, order, blank lines.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  stackgen set prometheus.retention.time 30d\n  stackgen set networks.join \
    shop_default,proxy\n  stackgen set apps.backend.labels.team payments\n  stackgen set --unset \
    grafana.port"
)]
pub(super) struct Args {
    /// The key, with dots between the tables
    key: String,

    /// The value: as TOML, or a text without quotes, or several with commas for a list
    #[arg(required_unless_present = "unset", conflicts_with = "unset", allow_hyphen_values = true)]
    value: Option<String>,

    /// Take the key out instead, so that its default holds
    #[arg(long)]
    unset: bool,

    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let no_key = || format!("`{}` is not a key: write names with dots between them", args.key);
    let path = keys(&args.key).ok_or_else(|| Failure::bad(no_key()))?;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut revision = Revision::open(&args.edit.spec, screen)?;
    let done = match &args.value {
        None => revision.draft.unset(&path),
        Some(value) => {
            let value = literal(&revision, &path, value);
            revision.draft.set(&path, &value)
        }
    };
    if let Err(refusal) = done {
        let failure = revision.refused(&refusal);
        let unset = "a key that is not in the file has its default, or the preset's value";
        return Err(if args.unset {
            failure.did_you_mean(near(&revision, &args.key).as_deref(), unset)
        } else {
            failure
        });
    }
    revision.finish(&args.edit, screen)
}

/// The key in the file that was most likely meant.
fn near(revision: &Revision, key: &str) -> Option<String> {
    let keys = revision.draft.keys();
    closest(key, keys.iter().map(String::as_str)).map(str::to_owned)
}

/// What was typed as a value of TOML: as it is where the key takes such a value, else as the text or the
/// list of texts that the key takes.
fn literal(revision: &Revision, path: &[&str], typed: &str) -> String {
    let schema = schema::spec(&revision.known());
    let entry = path.get(..2).unwrap_or_default();
    let kind = revision.draft.text_at(&[entry, &["type"]].concat());
    let walk = Walk::new(&schema).of_kind(kind.as_deref());
    let leaves = walk.at(path);
    let takes = kinds(&leaves);
    let is = toml_kind(typed);
    if takes.is_empty() || is.is_some_and(|is| takes.contains(&is)) {
        return if is.is_some() { typed.to_owned() } else { string(typed) };
    }
    if takes.contains(&Kind::Array) && is != Some(Kind::Table) {
        let items = leaves.iter().flat_map(|leaf| walk.leaves(&leaf["items"])).collect::<Vec<_>>();
        let items = kinds(&items);
        let item = |text: &str| match toml_kind(text) {
            Some(kind) if items.contains(&kind) => text.to_owned(),
            _ => string(text),
        };
        let parts: Vec<String> = typed.split(',').map(str::trim).map(item).collect();
        return format!("[{}]", parts.join(", "));
    }
    if is.is_some() && !takes.contains(&Kind::String) { typed.to_owned() } else { string(typed) }
}

/// What a text is as a value of TOML.
fn toml_kind(text: &str) -> Option<Kind> {
    if !is_value(text) {
        return None;
    }
    Some(match text.trim().as_bytes() {
        [b'"' | b'\'', ..] => Kind::String,
        [b'[', ..] => Kind::Array,
        [b'{', ..] => Kind::Table,
        b"true" | b"false" => Kind::Boolean,
        // A date is a text for whoever types it.
        text if text.iter().any(|byte| b":T".contains(byte)) => return None,
        _ => Kind::Number,
    })
}
