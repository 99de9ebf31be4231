//! Finding out what the findings are made of. Nothing is changed.

use super::secret_files::{self, Users};
use super::{machine, rendered};
use crate::docker::{Address, Engine, Error, Facts, Problem, Project, Taken};
use crate::doctor::{Bind, Surroundings};
use crate::output::FileSet;
use crate::stack::Stack;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

/// How long an engine may take to tell all about itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stack, and where its files are.
pub(super) struct Subject<'a> {
    /// The stack as the engine has it.
    pub(super) project: &'a Project<'a>,
    /// The output folder as the user knows it.
    pub(super) dir: &'a Path,
    /// What belongs in it.
    pub(super) files: &'a FileSet,
}

/// Everything that can be found out, for a stack if there is one.
///
/// # Errors
/// When there are no resources to ask with.
pub(super) fn surroundings(subject: Option<&Subject<'_>>) -> std::io::Result<Surroundings> {
    let project = subject.map(|subject| subject.project);
    let stack = project.map(|project| project.stack);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let address = Address::find();
    let socket = address.as_ref().ok().and_then(Address::socket).map(str::to_owned);
    let shown = address.as_ref().ok().map(ToString::to_string);
    let said = match address {
        Ok(address) => runtime.block_on(ask(address, project)),
        Err(error) => Err(error),
    };
    let (engine, of_stack) = match said {
        Ok((facts, of_stack)) => (Ok(facts), of_stack),
        Err(error) => (Err(error), OfStack::default()),
    };
    let here = engine.as_ref().is_ok_and(|facts| socket.is_some() && machine::is(facts));
    let machine = engine.as_ref().ok().filter(|_| here);
    let machine = machine.map(|facts| machine::look(&facts.root, stack));
    // Also an engine on a virtual machine of this one publishes its ports here.
    let ports = stack.filter(|_| socket.is_some()).map(ports);
    // Whose files these are means nothing to containers elsewhere, or whose users are mapped.
    let shared = engine.as_ref().is_ok_and(|facts| here && !facts.rootless);
    let mapped = engine.as_ref().is_ok_and(|facts| facts.userns_remap);
    let users = Users { shared, mapped };
    let secrets = project
        .map(|it| secret_files::look(it.stack, &it.spec_folder, users, &of_stack.held))
        .unwrap_or_default();
    let rendered =
        subject.and_then(|it| rendered::look(it.project.stack, it.dir, it.files, shared, mapped));
    Ok(Surroundings {
        address: shown,
        engine,
        taken: of_stack.taken,
        socket,
        machine,
        ports: ports.unwrap_or_default(),
        secrets,
        rendered,
    })
}

/// What the engine has of a stack.
#[derive(Default)]
struct OfStack {
    /// Whether somebody else has taken its name.
    taken: Option<Taken>,
    /// Which of its services hold their secret files as they are now.
    held: BTreeMap<String, bool>,
}

/// What the engine says of itself, and of a stack.
async fn ask(address: Address, project: Option<&Project<'_>>) -> Result<(Facts, OfStack), Error> {
    let engine = Engine::at(address).await?;
    let all = async {
        let facts = Facts::gather(&engine).await?;
        let Some(project) = project else { return Ok((facts, OfStack::default())) };
        let seen = engine.look(&project.home()).await?;
        let held = engine.secrets_held(project.stack, &project.spec_folder, &seen).await?;
        Ok((facts, OfStack { taken: seen.taken(project), held }))
    };
    match tokio::time::timeout(PATIENCE, all).await {
        Ok(said) => said,
        Err(_) => Err(Error::new(
            Problem::Unreachable,
            format!("the Docker engine at {} did not answer within 30 seconds", engine.address()),
        )
        .help("read its log: sudo journalctl -u docker")),
    }
}

/// What becomes of listening on each published address.
fn ports(stack: &Stack) -> BTreeMap<String, Bind> {
    let published = stack.services.iter().flat_map(|service| &service.published);
    published.map(|port| (port.address(), bind(&port.address()))).collect()
}

fn bind(address: &str) -> Bind {
    match TcpListener::bind(address).map_err(|error| (error.kind(), error)) {
        Ok(_) => Bind::Free,
        Err((ErrorKind::AddrInUse, _)) => Bind::Taken,
        Err((ErrorKind::AddrNotAvailable, _)) => Bind::Foreign,
        Err((ErrorKind::PermissionDenied, _)) => {
            Bind::Unknown("ports below 1024 are root's".to_owned())
        }
        Err((_, error)) => Bind::Unknown(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bind, TcpListener, bind};

    #[test]
    fn a_port_is_free_until_somebody_listens() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let address = listener.local_addr().expect("it has an address");
        assert_eq!(bind(&address.to_string()), Bind::Taken);
        assert_eq!(bind(&format!("0.0.0.0:{}", address.port())), Bind::Taken);
        // An address for documents (RFC 5737), which no machine has.
        assert_eq!(bind(&format!("192.0.2.1:{}", address.port())), Bind::Foreign);
        assert_eq!(bind("127.0.0.1:0"), Bind::Free);
    }
}
