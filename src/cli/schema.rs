//! `stackgen schema`: the spec's JSON Schema.

use super::exit::Exit;
use crate::spec::schema;
use crate::ui::Screen;

/// Print the JSON Schema of specs, for editors: `#:schema ./stackgen.schema.json`
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, screen: &Screen) -> Exit {
    screen.json(&schema());
    Exit::Done
}
