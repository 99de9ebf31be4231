//! Finding out what the findings are made of. Nothing is changed.

use super::{machine, rendered, secret_files};
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
    let (engine, taken) = match said {
        Ok((facts, taken)) => (Ok(facts), taken),
        Err(error) => (Err(error), None),
    };
    let here = engine.as_ref().is_ok_and(|facts| socket.is_some() && machine::is(facts));
    let machine = engine.as_ref().ok().filter(|_| here);
    let machine = machine.map(|facts| machine::look(&facts.root, stack));
    // Also an engine on a virtual machine of this one publishes its ports here.
    let ports = stack.filter(|_| socket.is_some()).map(ports);
    // Whose files these are means nothing to containers elsewhere, or whose users are mapped.
    let users = engine.as_ref().is_ok_and(|facts| here && !facts.rootless);
    let mapped = engine.as_ref().is_ok_and(|facts| facts.userns_remap);
    let secrets = subject
        .map(|it| secret_files::look(it.project.stack, &it.project.spec_folder, users, mapped))
        .unwrap_or_default();
    let rendered =
        subject.and_then(|it| rendered::look(it.project.stack, it.dir, it.files, users, mapped));
    Ok(Surroundings {
        address: shown,
        engine,
        taken,
        socket,
        machine,
        ports: ports.unwrap_or_default(),
        secrets,
        rendered,
    })
}

/// What the engine says of itself, and whether somebody else has taken the stack's name on it.
async fn ask(
    address: Address,
    project: Option<&Project<'_>>,
) -> Result<(Facts, Option<Taken>), Error> {
    let engine = Engine::at(address).await?;
    let all = async {
        let facts = Facts::gather(&engine).await?;
        let Some(project) = project else { return Ok((facts, None)) };
        let seen = engine.look(&project.home()).await?;
        Ok((facts, seen.taken(project)))
    };
    match tokio::time::timeout(PATIENCE, all).await {
        Ok(said) => said,
        Err(_) => Err(Error::new(
            Problem::Unreachable,
            format!(
                "the Docker engine at {} does not tell about itself within 30 seconds",
                engine.address()
            ),
        )
        .help("see what it is doing: sudo journalctl -u docker")),
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
