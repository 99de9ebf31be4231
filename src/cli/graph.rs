//! `stackgen graph`: a stack as a picture.

use super::failure::Failure;
use super::load::{self, SpecArgs};
use crate::graph::{Form, Graph};
use crate::ui::Screen;
use clap::ValueEnum;

/// Draw the stack: its services, what scrapes what, and who gets which alert
///
/// GitHub shows Mermaid in Markdown, in a block of code with the language `mermaid`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The language of the picture
    #[arg(long = "as", value_enum, value_name = "LANGUAGE", default_value_t = Language::Mermaid)]
    language: Language,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// Mermaid
    Mermaid,
    /// Graphviz's DOT
    Dot,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let (stack, loaded) = load::load(&args.spec, screen)?.accepted()?;
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    let form = match args.language {
        Language::Mermaid => Form::Mermaid,
        Language::Dot => Form::Dot,
    };
    screen.own(&form.draw(&Graph::of(&stack)));
    Ok(())
}
