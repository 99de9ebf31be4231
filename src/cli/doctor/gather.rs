//! Finding out what the findings are made of. Nothing is changed.

use super::machine;
use super::secret_files::{self, Users};
use crate::docker::{Address, Engine, Error, Facts, Problem};
use crate::doctor::{Bind, Surroundings};
use crate::stack::Stack;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

/// How long an engine may take to tell all about itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that can be found out, for a stack and the folder of its spec.
///
/// # Errors
/// When there are no resources to ask with.
pub(super) fn surroundings(stack: Option<(&Stack, &Path)>) -> std::io::Result<Surroundings> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let address = Address::find();
    let socket = address.as_ref().ok().and_then(Address::socket).map(str::to_owned);
    let shown = address.as_ref().ok().map(ToString::to_string);
    let engine = match address {
        Ok(address) => runtime.block_on(facts(address, stack)),
        Err(error) => Err(error),
    };
    let (engine, held) = match engine {
        Ok((facts, held)) => (Ok(facts), held),
        Err(error) => (Err(error), BTreeMap::new()),
    };
    let here = engine.as_ref().is_ok_and(|facts| socket.is_some() && machine::is(facts));
    let machine = engine.as_ref().ok().filter(|_| here);
    let machine = machine.map(|facts| machine::look(&facts.root, stack.map(|(stack, _)| stack)));
    // Also an engine on a virtual machine of this one publishes its ports here.
    let ports = stack.filter(|_| socket.is_some()).map(|(stack, _)| ports(stack));
    let secrets = stack.map(|(stack, folder)| {
        // Whose files these are means nothing to containers elsewhere, or whose users are mapped.
        let users = engine.as_ref().is_ok_and(|facts| here && !facts.rootless);
        let mapped = engine.as_ref().is_ok_and(|facts| facts.userns_remap);
        secret_files::look(stack, folder, Users { shared: users, mapped }, &held)
    });
    Ok(Surroundings {
        address: shown,
        engine,
        socket,
        machine,
        ports: ports.unwrap_or_default(),
        secrets: secrets.unwrap_or_default(),
    })
}

/// What the engine says of itself, and which services hold their secret files as they are now.
async fn facts(
    address: Address,
    stack: Option<(&Stack, &Path)>,
) -> Result<(Facts, BTreeMap<String, bool>), Error> {
    let engine = Engine::at(address).await?;
    let all = async {
        let facts = Facts::gather(&engine).await?;
        let held = match stack {
            Some((stack, folder)) => engine.secrets_held(stack, folder).await?,
            None => BTreeMap::new(),
        };
        Ok((facts, held))
    };
    match tokio::time::timeout(PATIENCE, all).await {
        Ok(facts) => facts,
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
