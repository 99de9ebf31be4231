//! The images of a stack: there, or pulled.

use super::engine::engine_error;
use super::exit::Exit;
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
    /// Those that are not there.
    Missing,
    /// All.
    Always,
    /// None.
    Never,
}

/// The images that are there, by name.
pub(super) type Images = BTreeMap<String, Image>;

/// Sees to it that every image is there.
///
/// # Errors
/// When one is not and cannot be pulled; that is said then.
pub(super) async fn provide(
    engine: &Engine,
    project: &Project<'_>,
    policy: Policy,
    dry_run: bool,
    screen: &Screen,
) -> Result<Images, Exit> {
    let mut wanted: Vec<&Reference> =
        project.stack.services.iter().map(|service| &service.image.value).collect();
    wanted.sort();
    wanted.dedup();
    let mut there = look(engine, &wanted).await.map_err(|error| engine_error(&error, screen))?;
    let missing = |image: &&Reference| !there.contains_key(&image.to_string());
    let pull: Vec<&Reference> = match policy {
        Policy::Always => wanted.clone(),
        Policy::Missing | Policy::Never => wanted.iter().copied().filter(missing).collect(),
    };
    if pull.is_empty() {
        return Ok(checked(there, engine, screen));
    }
    if dry_run {
        for image in &pull {
            screen.data(&format!("pull {image}\n"));
        }
        return Ok(there);
    }
    if policy == Policy::Never {
        for image in &pull {
            screen.failed(&format!(
                "the image {image} is not there, and --pull never forbids to pull it"
            ));
        }
        screen.hint("leave out `--pull never`, or bring the image: docker load");
        screen.note("nothing was started");
        return Err(Exit::Failed);
    }
    let pulls = Pulls::new(screen);
    let results: Vec<Result<(), Error>> = stream::iter(&pull)
        .map(|image| one(engine, image, &pulls))
        .buffer_unordered(SIDE_BY_SIDE)
        .collect()
        .await;
    let mut failed = false;
    for error in results.iter().filter_map(|result| result.as_ref().err()) {
        engine_error(error, screen);
        failed = true;
    }
    if failed {
        screen.note("nothing was started");
        return Err(Exit::Failed);
    }
    there.extend(look(engine, &pull).await.map_err(|error| engine_error(&error, screen))?);
    Ok(checked(there, engine, screen))
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

/// An image for another kind of processor may still run, slowly, where the machine emulates it.
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
