//! `stackgen man`: the manual page, with a section for each verb.

use super::failure::Failure;
use crate::ui::Screen;
use clap::Command;
use clap_mangen::Man;
use std::io;

/// Print the manual page: `stackgen man | man -l -`
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, command: Command, screen: &Screen) -> Result<(), Failure> {
    let failed = |error| Failure::failed(format!("cannot write the manual page: {error}"));
    screen.own(&page(command).map_err(failed)?);
    Ok(())
}

fn page(mut command: Command) -> io::Result<String> {
    // With it, every verb knows its full name and the options that all share.
    command.build();
    let mut page = Vec::new();
    let main = Man::new(command.clone());
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    main.render_synopsis_section(&mut page)?;
    main.render_description_section(&mut page)?;
    main.render_options_section(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    verbs(&command, &mut page)?;
    let mut end = Vec::new();
    main.render_extra_section(&mut end)?;
    main.render_version_section(&mut end)?;
    page.push_str(&String::from_utf8_lossy(&end));
    Ok(page)
}

/// Adds the sections of a command's verbs, and of theirs.
fn verbs(command: &Command, page: &mut String) -> io::Result<()> {
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let man = Man::new(verb.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section);
        let name = verb.get_bin_name().unwrap_or_else(|| verb.get_name()).to_uppercase();
        page.extend([".SH \"", &name, "\"\n", &section.replace(".SH ", ".SS ")]);
        verbs(verb, page)?;
    }
    Ok(())
}
