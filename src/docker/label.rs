//! The labels by which Compose recognises what is a project's, and stackgen what it is made of.

/// The name of the Compose project.
pub(super) const PROJECT: &str = "com.docker.compose.project";
/// The service that a container is of.
pub(super) const SERVICE: &str = "com.docker.compose.service";
/// Which of the service's containers it is, from 1.
pub(super) const NUMBER: &str = "com.docker.compose.container-number";
/// Whether it is a container of `docker compose run`.
pub(super) const ONE_OFF: &str = "com.docker.compose.oneoff";
/// A digest of the service.
pub(super) const CONFIG_HASH: &str = "com.docker.compose.config-hash";
/// The image's id.
pub(super) const IMAGE: &str = "com.docker.compose.image";
/// The version of what made it.
pub(super) const VERSION: &str = "com.docker.compose.version";
/// The folder of the Compose file.
pub(super) const WORKING_DIR: &str = "com.docker.compose.project.working_dir";
/// The Compose file.
pub(super) const CONFIG_FILES: &str = "com.docker.compose.project.config_files";
/// What the service depends on.
pub(super) const DEPENDS_ON: &str = "com.docker.compose.depends_on";
/// The key of a network.
pub(super) const NETWORK: &str = "com.docker.compose.network";
/// The key of a volume.
pub(super) const VOLUME: &str = "com.docker.compose.volume";

/// A digest of the service's definition, as the rendered Compose file has it.
pub(super) const SERVICE_HASH: &str = "stackgen.service-hash";
/// A digest of the files that the service reads when it starts, as the rendered Compose file has it.
pub(super) const FILES_HASH: &str = "stackgen.config-hash";
/// The output folder of the stack that a network or a volume is of. Containers have [`WORKING_DIR`].
pub(super) const FOLDER: &str = "stackgen.folder";
