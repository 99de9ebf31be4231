//! `stackgen doctor`: what the Docker engine and this machine mean for the stack.

mod gather;
mod machine;
mod rendered;
mod secret_files;

use super::exit::Exit;
use super::load::{self, Loaded};
use super::tree::{TreeArgs, files};
use crate::diag;
use crate::doctor::{self, Finding, Severity, Surroundings};
use crate::ui::{Format, Screen};
use serde_json::{Value as Json, json};
use std::path::Path;

/// Look at the Docker engine and this machine: what would keep the stack from working, and what to do
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without a spec, only what matters for every stack is looked at. Exits with 1 if \
    something would keep the stack from working, and with 3 if there is no engine."
)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    let loaded = match spec(args, screen) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let stack = loaded.as_ref().and_then(|loaded| loaded.stack.as_ref().map(|it| (it, loaded)));
    let project = stack.map(|(stack, it)| args.tree.project(stack, &it.folder, screen));
    let project = match project.transpose() {
        Ok(project) => project,
        Err(exit) => return exit,
    };
    let dir = args.tree.folder();
    // Which files there are does not depend on where they are.
    let files = stack.map(|(stack, _)| files(stack, "..".to_owned(), screen)).transpose();
    let files = match files {
        Ok(files) => files,
        Err(exit) => return exit,
    };
    let subject = project.as_ref().zip(files.as_ref());
    let subject = subject.map(|(project, files)| gather::Subject { project, dir: &dir, files });
    let around = match gather::surroundings(subject.as_ref()) {
        Ok(around) => around,
        Err(error) => {
            screen.failed(&format!("the engine cannot be asked: {error}"));
            return Exit::Failed;
        }
    };
    let findings = doctor::examine(&around, stack.map(|(stack, _)| stack));
    if screen.format() == Format::Json {
        screen.json(&machine_report(&around, &findings));
    } else {
        report(&findings, stack.is_some(), screen);
    }
    match worst(&findings) {
        _ if around.engine.is_err() => Exit::Failed,
        Severity::Error => Exit::No,
        _ => Exit::Done,
    }
}

/// The spec, if one is named or lies here.
fn spec(args: &Args, screen: &Screen) -> Result<Option<Loaded>, Exit> {
    let named = args.tree.spec.spec.is_some() || args.tree.spec.preset.is_some();
    if !named && !Path::new("stack.toml").exists() {
        screen.note("no spec is named, and there is no stack.toml here: only what matters for every stack is looked at");
        return Ok(None);
    }
    let loaded = load::load(&args.tree.spec, screen)?;
    if loaded.stack.is_some() && !loaded.diagnostics.has_errors() {
        return Ok(Some(loaded));
    }
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    if screen.format() == Format::Json {
        let diagnostics = diag::json(&loaded.diagnostics, &loaded.sources);
        screen.json(&json!({ "diagnostics": diagnostics }));
    }
    Err(Exit::Bad)
}

fn worst(findings: &[Finding]) -> Severity {
    findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Ok)
}

/// For people: a line for each finding, and below it what it means and what to do.
fn report(findings: &[Finding], has_spec: bool, screen: &Screen) {
    for finding in findings {
        if screen.is_quiet() && finding.severity < Severity::Error {
            continue;
        }
        screen.data(&format!(
            "{:8} {}: {}\n",
            finding.severity.as_str(),
            finding.code,
            finding.message
        ));
        // Where all is well, there is nothing to explain unless somebody asks.
        if finding.severity > Severity::Ok || screen.is_verbose() {
            if let Some(meaning) = &finding.meaning {
                screen.data(&format!("{:8} {meaning}\n", ""));
            }
            for help in &finding.help {
                screen.data(&format!("{:8} help: {help}\n", ""));
            }
        }
    }
    if let Some(table) = doctor::host_table(findings).filter(|_| has_spec) {
        screen.data(&format!("\nThe spec should say:\n\n{table}"));
    }
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        many => Some(format!("{many} {what}s")),
    };
    let found =
        [counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning")];
    let found: Vec<_> = found.into_iter().flatten().collect();
    screen.note(&if found.is_empty() { "no problems found".to_owned() } else { found.join(", ") });
}

/// For machines.
fn machine_report(around: &Surroundings, findings: &[Finding]) -> Json {
    let engine = around.engine.as_ref().ok().map(|facts| {
        json!({
            "version": facts.version,
            "api": facts.api,
            "os": facts.os,
            "architecture": facts.architecture,
            "here": around.machine.is_some(),
        })
    });
    json!({
        "address": around.address,
        "engine": engine,
        "findings": findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
        "host": doctor::host_table(findings),
    })
}
