//! `stackgen explain`: what a code of a report means.

use super::failure::Failure;
use crate::diag::closest;
use crate::explain::{self, Explanation};
use crate::report::explain::{Code, Explained};
use crate::ui::Screen;

/// Explain the codes that check, doctor and verify report, or list them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The codes, such as `bad-value`; without one, all are listed
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    if args.codes.is_empty() {
        list(screen);
        return Ok(());
    }
    let mut pages = Vec::new();
    for code in &args.codes {
        // As a report has it: error[bad-value].
        let bare =
            code.rsplit_once('[').map_or(code.as_str(), |(_, code)| code.trim_end_matches(']'));
        match explain::find(bare) {
            Some(page) => pages.push(page),
            None => return Err(unknown(code)),
        }
    }
    let records: Vec<Explained> = pages.iter().map(record).collect();
    screen.result(&records);
    for (at, page) in pages.iter().enumerate() {
        let apart = if at > 0 { "\n" } else { "" };
        screen.data(&format!("{apart}{}", page.plain()));
    }
    Ok(())
}

fn record(page: &Explanation) -> Explained {
    Explained {
        code: page.code.clone(),
        title: page.title.clone(),
        reporter: page.reporter.as_str().to_owned(),
        text: page.text.clone(),
    }
}

fn list(screen: &Screen) {
    let all = explain::all();
    let records: Vec<Code> = all
        .iter()
        .map(|page| Code {
            code: page.code.clone(),
            title: page.title.clone(),
            reporter: page.reporter.as_str().to_owned(),
        })
        .collect();
    screen.result(&records);
    let rows: Vec<_> = records.into_iter().map(|row| [row.code, row.reporter, row.title]).collect();
    screen.table(["CODE", "FROM", "WHAT IT SAYS"], &rows);
}

fn unknown(code: &str) -> Failure {
    let all = explain::all();
    let near = closest(code, all.iter().map(|page| page.code.as_str()));
    Failure::bad(format!("there is no code `{code}`"))
        .did_you_mean(near, "`stackgen explain` lists all codes")
}
