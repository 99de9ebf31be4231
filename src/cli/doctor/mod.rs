//! `stackgen doctor`: what the Docker engine and this machine mean for the stack.

mod gather;
mod host;
mod machine;
mod rendered;
mod secret_files;

use super::exit::Exit;
use super::load::{self, Loaded};
use super::tree::{TreeArgs, files};
use crate::docker::Address;
use crate::doctor::{self, Finding, Severity, Surroundings};
use crate::report::Failure;
use crate::report::doctor::{EngineFacts, Examined, MachineFinding};
use crate::ui::{Format, Screen};
use std::path::Path;

/// Check the Docker engine and this host: what would keep the stack from working, and what to do
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without a spec, it checks only what matters for every stack. Exits with 1 if \
    something would keep the stack from working, and with 3 if there is no engine."
)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Write the lines that are missing from `[host]` into the spec, and check again
    #[arg(long)]
    write: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    match try_run(args, screen) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn try_run(args: &Args, screen: &Screen) -> Result<Exit, Exit> {
    let path = if args.write { Some(host::file(args, screen)?) } else { None };
    let (around, findings, has_spec) = examine(args, screen)?;
    let lines = path.filter(|_| doctor::host_table(&findings).is_some());
    let Some(path) = lines else {
        return Ok(answer(&around, &findings, has_spec, None, screen));
    };
    let diff = host::write(&path, &findings, screen)?;
    let (around, findings, has_spec) = examine(args, screen)?;
    Ok(answer(&around, &findings, has_spec, Some(diff), screen))
}

/// Looks at the engine and this host, and judges what is there.
fn examine(args: &Args, screen: &Screen) -> Result<(Surroundings, Vec<Finding>, bool), Exit> {
    let loaded = spec(args, screen)?;
    let stack = loaded.as_ref().and_then(|loaded| loaded.stack.as_ref().map(|it| (it, loaded)));
    let project = stack.map(|(stack, it)| args.tree.project(stack, &it.folder, screen));
    let project = project.transpose()?;
    let dir = args.tree.folder(screen)?;
    // Which files there are does not depend on where they are.
    let files = stack.map(|(stack, _)| files(stack, "..".to_owned(), screen)).transpose()?;
    let subject = project.as_ref().zip(files.as_ref());
    let subject = subject.map(|(project, files)| gather::Subject { project, dir: &dir, files });
    let around = gather::surroundings(subject.as_ref()).map_err(|error| {
        screen.failed(&format!("cannot query the engine: {error}"));
        Exit::Failed
    })?;
    let findings = doctor::examine(&around, stack.map(|(stack, _)| stack));
    Ok((around, findings, stack.is_some()))
}

/// Says what was found.
fn answer(
    around: &Surroundings,
    findings: &[Finding],
    has_spec: bool,
    diff: Option<String>,
    screen: &Screen,
) -> Exit {
    if screen.format() == Format::Json {
        screen.result(&machine_report(around, findings, diff));
        let errors = findings.iter().filter(|it| it.severity == Severity::Error);
        for finding in errors {
            let failure = Failure::new(&finding.message).code(finding.code);
            screen.keep(Failure {
                cause: finding.meaning.clone(),
                help: finding.help.clone(),
                ..failure
            });
        }
    } else {
        report(findings, has_spec, screen);
    }
    match worst(findings) {
        _ if around.engine.is_err() => Exit::Failed,
        Severity::Error => Exit::No,
        _ => Exit::Done,
    }
}

/// The spec, if one is named or lies here.
fn spec(args: &Args, screen: &Screen) -> Result<Option<Loaded>, Exit> {
    let named = args.tree.spec.spec.is_some() || args.tree.spec.preset.is_some();
    if !named && !Path::new("stack.toml").exists() {
        screen.note("no spec: there is no stack.toml here, so this covers only what matters for every stack");
        return Ok(None);
    }
    let loaded = load::load(&args.tree.spec, screen)?;
    if loaded.stack.is_some() && !loaded.diagnostics.has_errors() {
        return Ok(Some(loaded));
    }
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
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
        screen.row(&format!(
            "{:8} {}: {}",
            finding.severity.as_str(),
            finding.code,
            finding.message
        ));
        // Where all is well, there is nothing to explain unless somebody asks.
        if finding.severity > Severity::Ok || screen.is_verbose() {
            if let Some(meaning) = &finding.meaning {
                screen.row(&format!("{:8} {meaning}", ""));
            }
            for help in &finding.help {
                screen.row(&format!("{:8} help: {help}", ""));
            }
        }
    }
    if let Some(table) = doctor::host_table(findings).filter(|_| has_spec) {
        screen.data(&format!("\nThe spec should say:\n\n{table}"));
        screen.hint("`stackgen doctor --write` writes these lines into the spec");
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
fn machine_report(around: &Surroundings, findings: &[Finding], diff: Option<String>) -> Examined {
    let engine = around.engine.as_ref().ok().map(|facts| EngineFacts {
        version: facts.version.clone(),
        api: facts.api.clone(),
        os: facts.os.clone(),
        architecture: facts.architecture.clone(),
        cpus: facts.cpus,
        memory_bytes: facts.memory,
        here: around.machine.is_some(),
    });
    let finding = |it: &Finding| MachineFinding {
        code: it.code.to_owned(),
        severity: it.severity.as_str().to_owned(),
        message: it.message.clone(),
        meaning: it.meaning.clone(),
        help: it.help.clone(),
        host: it.host.clone(),
    };
    let address = Address::find().ok();
    Examined {
        address: address.as_ref().map(|address| address.url.clone()),
        origin: address.map(|address| address.origin),
        engine,
        findings: findings.iter().map(finding).collect(),
        host: doctor::host_table(findings),
        diff,
    }
}
