//! What the files of an application say after they were resolved, for tests that ask Compose the same. It
//! holds credentials, so nothing prints it.

use super::{Disk, Request, application, propose};
use crate::diag::{Diagnostics, Sources};
use std::collections::BTreeMap;

/// A service as its files resolve it.
#[derive(Default)]
pub struct Resolved {
    /// Its environment; nothing for a variable that is passed through and not set. A variable without a
    /// value is empty, as it is for Compose.
    pub environment: BTreeMap<String, Option<String>>,
    /// The TCP ports of its container, of a range the first.
    pub ports: Vec<u16>,
}

/// The services of an application by name. `None` if its files cannot be read.
pub fn services(request: &Request, disk: &dyn Disk) -> Option<BTreeMap<String, Resolved>> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let (application, mut loader) =
        application::read(request, disk, &mut sources, &mut diagnostics)?;
    let services = propose::services(&application, &mut loader);
    let resolved = services.into_iter().map(|service| {
        let value = |text: crate::yaml::Text| text.text.replace(crate::yaml::Text::UNKNOWN, "");
        let variables = service.variables.into_iter();
        let environment = variables.map(|it| (it.name, it.value.map(value))).collect();
        let ports = service.ports.iter().map(|port| port.number).collect();
        (service.name, Resolved { environment, ports })
    });
    Some(resolved.collect())
}
