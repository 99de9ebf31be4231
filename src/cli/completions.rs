//! `stackgen completions`: what a shell needs to complete verbs and options.

use crate::ui::Screen;
use clap::Command;
use clap_complete::Shell;

/// Print a completion script for a shell
///
/// bash: `stackgen completions bash > ~/.local/share/bash-completion/completions/stackgen`;
/// zsh: into a file `_stackgen` in a folder of $fpath; fish: into
/// ~/.config/fish/completions/stackgen.fish
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, mut command: Command, screen: &Screen) {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "stackgen", &mut script);
    screen.own(&String::from_utf8_lossy(&script));
}
