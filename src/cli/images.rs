//! The images of a stack: there, or pulled.

use super::failure::Failure;
use crate::docker::{Engine, Error, Image, Project};
use crate::ui::{Pulls, Screen};
use crate::value::Image as Reference;
use clap::ValueEnum;
use futures_util::{StreamExt as _, stream};
use std::collections::BTreeMap;

/// How many images are pulled side by side.
const SIDE_BY_SIDE: usize = 3;

/// When images are pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Policy {
    /// Only images that are missing.
    Missing,
    /// All.
    Always,
    /// None.
    Never,
}

/// The images that are there, by name.
pub(super) type Images = BTreeMap<String, Image>;

/// The images that are there, and which would be pulled.
///
/// # Errors
/// When the engine does not say, or one may not be pulled.
pub(super) async fn foresee(
    engine: &Engine,
    project: &Project<'_>,
    policy: Policy,
) -> Result<(Images, Vec<String>), Failure> {
    let wanted = wanted(project);
    let there = look(engine, &wanted).await?;
    let lacking = lacking(&wanted, &there, policy);
    allowed(&lacking, policy)?;
    let pulls = lacking.iter().map(ToString::to_string).collect();
    Ok((there, pulls))
}

/// Sees to it that every image is there.
///
/// # Errors
/// When one is not and cannot be pulled.
pub(super) async fn provide(
    engine: &Engine,
    project: &Project<'_>,
    policy: Policy,
    screen: &Screen,
) -> Result<Images, Failure> {
    let wanted = wanted(project);
    let mut there = look(engine, &wanted).await?;
    let pull = lacking(&wanted, &there, policy);
    if pull.is_empty() {
        return Ok(checked(there, engine, screen));
    }
    allowed(&pull, policy)?;
    let pulls = Pulls::new(screen);
    let results: Vec<Result<(), Error>> = stream::iter(&pull)
        .map(|image| one(engine, image, &pulls))
        .buffer_unordered(SIDE_BY_SIDE)
        .collect()
        .await;
    let failures = results.into_iter().filter_map(Result::err).map(Failure::from);
    if let Some(failure) = failures.reduce(Failure::and) {
        return Err(failure.note("nothing was started"));
    }
    there.extend(look(engine, &pull).await?);
    Ok(checked(there, engine, screen))
}

/// The images that the stack needs.
fn wanted<'s>(project: &Project<'s>) -> Vec<&'s Reference> {
    let mut wanted: Vec<_> =
        project.stack.services.iter().map(|service| &service.image.value).collect();
    wanted.sort();
    wanted.dedup();
    wanted
}

/// Those that have to be pulled: all of them, or what is not there.
fn lacking<'s>(wanted: &[&'s Reference], there: &Images, policy: Policy) -> Vec<&'s Reference> {
    let missing =
        |image: &&&Reference| policy == Policy::Always || !there.contains_key(&image.to_string());
    wanted.iter().filter(missing).copied().collect()
}

/// Whether what is lacking may be pulled.
fn allowed(lacking: &[&Reference], policy: Policy) -> Result<(), Failure> {
    let missing = lacking.iter().filter(|_| policy == Policy::Never).map(|image| {
        Failure::failed(format!(
            "the image {image} is missing, and --pull never keeps stackgen from pulling it"
        ))
    });
    let Some(failure) = missing.reduce(Failure::and) else { return Ok(()) };
    Err(failure
        .help("remove `--pull never`, or load the image: docker load")
        .note("nothing was started"))
}

async fn one(engine: &Engine, image: &Reference, pulls: &Pulls<'_>) -> Result<(), Error> {
    let name = image.to_string();
    pulls.begins(&name);
    let result =
        engine.pull(image, |progress| pulls.progress(&name, progress.done, progress.total)).await;
    pulls.done(&name, result.is_ok());
    result
}

async fn look(engine: &Engine, images: &[&Reference]) -> Result<Images, Error> {
    let names: Vec<String> = images.iter().map(ToString::to_string).collect();
    let found =
        futures_util::future::try_join_all(names.iter().map(|name| engine.image(name))).await?;
    Ok(names.into_iter().zip(found).filter_map(|(name, image)| Some((name, image?))).collect())
}

/// An image for another CPU architecture may still run, slowly, where the machine emulates it.
fn checked(images: Images, engine: &Engine, screen: &Screen) -> Images {
    let platform = engine.platform();
    for (name, image) in images.iter().filter(|(_, image)| image.platform != platform) {
        screen.note(&format!(
            "warning: the image {name} is for {}, and this engine is {platform}: it runs slowly, or not at all",
            image.platform
        ));
    }
    images
}
