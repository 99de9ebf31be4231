//! `stackgen schema`: JSON Schemas, for editors and for who reads reports.

use super::failure::Failure;
use super::{load, own};
use crate::catalog::{Catalog, Neighbour, UserFolder};
use crate::diag::{Diagnostics, Sources};
use crate::report;
use crate::schema::{self, Known};
use crate::ui::Screen;
use clap::ValueEnum;
use serde_json::Value as Json;

/// Print a JSON Schema: of specs, for editors (`#:schema ./stackgen.schema.json`), or of reports
///
/// It knows the types of integrations and receivers, the conventions and the alerts of the catalogue, and
/// those in integrations/ and receivers/ of the working directory.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files that the schema is for
    #[arg(value_enum, value_name = "KIND", default_value_t = Of::Spec)]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// Specs, `stack.toml`
    Spec,
    /// Integrations of your own, `integrations/NAME.toml`
    Integration,
    /// Types of receivers of your own, `receivers/NAME.toml`
    Receiver,
    /// What `--format json` prints
    Report,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    match args.of {
        Of::Integration => print(&schema::integration(), screen),
        Of::Receiver => print(&schema::receiver(), screen),
        Of::Report => print(&report::schema(), screen),
        Of::Spec => {
            let own = own::files(".".as_ref(), &mut load::budget())?;
            let count = |of| own.files.iter().filter(|file| file.folder == of).count();
            let integrations = count(UserFolder::Integrations);
            let receivers = count(UserFolder::Receivers);
            screen.detail(&format!(
                "with {integrations} integrations of your own, and {receivers} types of receivers"
            ));
            let mut sources = Sources::default();
            let mut diagnostics = Diagnostics::default();
            let mut catalog = Catalog::new(own.files, &mut sources, &mut diagnostics);
            diagnostics.extend(own.beside.iter().filter_map(Neighbour::mistake));
            let known = Known::load(&mut catalog, &mut sources, &mut diagnostics);
            if diagnostics.has_errors() {
                return Err(Failure::refused(diagnostics, sources));
            }
            screen.diagnostics(&diagnostics, &sources);
            print(&schema::spec(&known), screen);
        }
    }
    Ok(())
}

fn print(schema: &Json, screen: &Screen) {
    screen.json(schema);
}
