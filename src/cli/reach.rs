//! Where the programs of a running stack are asked: as the user says, where the stack publishes them,
//! or at their containers' own addresses, which the Docker engine tells.

use super::failure::Failure;
use crate::docker::{Engine, Error, Home};
use crate::live::{Addresses, BaseUrl, Given, Unpublished};
use crate::stack::Stack;
use std::net::SocketAddr;

/// Why there is no address.
pub(super) enum Nowhere {
    /// Nobody can tell one: there is no engine, or this machine has no way to its containers.
    Unknown(Unpublished),
    /// The engine can, but no container of the service runs.
    NotRunning(Unpublished),
}

/// Where the programs of a stack are. The engine is asked only for what is not published.
///
/// # Errors
/// When a program is nowhere.
pub(super) async fn addresses(
    stack: &Stack,
    home: &Home,
    mut given: Given,
    engine: &Engine,
) -> Result<Addresses, Nowhere> {
    loop {
        let unpublished = match Addresses::of(stack, &given) {
            Ok(addresses) => return Ok(addresses),
            Err(unpublished) => unpublished,
        };
        match own(stack, home, &unpublished.service, engine).await {
            Ok(Own::At(at)) => given = given.with(&unpublished, at),
            Ok(Own::NotRunning) => return Err(Nowhere::NotRunning(unpublished)),
            Ok(Own::Unreachable) | Err(_) => return Err(Nowhere::Unknown(unpublished)),
        }
    }
}

/// The same where nobody is connected to an engine yet.
///
/// # Errors
/// When a program is nowhere.
pub(super) fn find(stack: &Stack, home: &Home, given: Given) -> Result<Addresses, Failure> {
    let nowhere = match Addresses::of(stack, &given) {
        Ok(addresses) => return Ok(addresses),
        Err(unpublished) => Nowhere::Unknown(unpublished),
    };
    let found = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let found = found.ok().and_then(|runtime| {
        runtime.block_on(async {
            let engine = Engine::connect().await.ok()?;
            Some(addresses(stack, home, given, &engine).await)
        })
    });
    found.unwrap_or(Err(nowhere)).map_err(|nowhere| match nowhere {
        Nowhere::Unknown(unpublished) => {
            Failure::bad(unpublished.to_string()).help(unpublished.help())
        }
        Nowhere::NotRunning(Unpublished { service, .. }) => {
            let why = "no published port and no running container";
            Failure::failed(format!("cannot reach {service}: {why}"))
                .help("start the stack: stackgen up")
                .help(format!("or name its address, if it runs elsewhere: --{service} URL"))
        }
    })
}

/// What the engine tells of a service.
enum Own {
    /// Where its container is.
    At(BaseUrl),
    /// It has no container that runs.
    NotRunning,
    /// This machine has no way to containers.
    Unreachable,
}

async fn own(stack: &Stack, home: &Home, service: &str, engine: &Engine) -> Result<Own, Error> {
    let port = stack.services.iter().find(|one| one.name.as_str() == service).map(|one| one.port);
    let Some(port) = port else { return Ok(Own::NotRunning) };
    if !engine.shares_networks().await? {
        return Ok(Own::Unreachable);
    }
    let address = engine.address_of(home, service).await?;
    Ok(address.map_or(Own::NotRunning, |address| {
        Own::At(BaseUrl::at(&SocketAddr::new(address, port.get()).to_string()))
    }))
}
