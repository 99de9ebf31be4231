//! `stackgen doctor`: what the Docker engine and this machine mean for the stack.

mod gather;
mod host;
mod machine;
mod rendered;
mod secret_files;

use super::failure::Failure;
use super::load::{self, Loaded};
use super::tree::{TreeArgs, files};
use crate::docker::Address;
use crate::doctor::{self, Finding, Severity, Surroundings};
use crate::report::doctor::{EngineFacts, Examined, MachineFinding};
use crate::report::{self, Outcome};
use crate::stack::Stack;
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

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let path = if args.write { Some(host::file(args)?) } else { None };
    let (around, findings, has_spec) = examine(args, screen)?;
    let lines = path.filter(|_| doctor::host_table(&findings).is_some());
    let Some(path) = lines else {
        return answer(&around, &findings, has_spec, None, screen);
    };
    let diff = host::write(&path, &findings, screen)?;
    let (around, findings, has_spec) = examine(args, screen)?;
    answer(&around, &findings, has_spec, Some(diff), screen)
}

/// Looks at the engine and this host, and judges what is there.
fn examine(args: &Args, screen: &Screen) -> Result<(Surroundings, Vec<Finding>, bool), Failure> {
    let spec = spec(args, screen)?;
    let stack = spec.as_ref().map(|(stack, _)| stack);
    let project = spec.as_ref().map(|(stack, it)| args.tree.project(stack, &it.folder));
    let project = project.transpose()?;
    let dir = args.tree.folder()?;
    // Which files there are does not depend on where they are.
    let files = stack.map(|stack| files(stack, "..".to_owned())).transpose()?;
    let subject = project.as_ref().zip(files.as_ref());
    let subject = subject.map(|(project, files)| gather::Subject { project, dir: &dir, files });
    let failed = |error| Failure::failed(format!("cannot query the engine: {error}"));
    let around = gather::surroundings(subject.as_ref()).map_err(failed)?;
    let findings = doctor::examine(&around, stack);
    Ok((around, findings, stack.is_some()))
}

/// Says what was found.
fn answer(
    around: &Surroundings,
    findings: &[Finding],
    has_spec: bool,
    diff: Option<String>,
    screen: &Screen,
) -> Result<(), Failure> {
    if screen.format() == Format::Json {
        screen.result(&machine_report(around, findings, diff));
    } else {
        report(findings, has_spec, screen);
    }
    let outcome = if around.engine.is_err() { Outcome::Failed } else { Outcome::No };
    let errors = findings.iter().filter(|it| it.severity == Severity::Error);
    let failures = errors.map(|it| {
        let failure = report::Failure::new(&it.message).code(it.code);
        let (cause, help) = (it.meaning.clone(), it.help.clone());
        Failure::said(outcome).shown(report::Failure { cause, help, ..failure })
    });
    failures.reduce(Failure::and).map_or(Ok(()), Err)
}

/// The spec, if one is named or lies here.
fn spec(args: &Args, screen: &Screen) -> Result<Option<(Stack, Loaded)>, Failure> {
    let named = args.tree.spec.spec.is_some() || args.tree.spec.preset.is_some();
    if !named && !Path::new("stack.toml").exists() {
        screen.note("no spec: there is no stack.toml here, so this covers only what matters for every stack");
        return Ok(None);
    }
    load::load(&args.tree.spec, screen)?.accepted().map(Some)
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
