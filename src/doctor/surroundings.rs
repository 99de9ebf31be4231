use crate::docker::{Error, Facts, Taken};
use crate::value::Name;
use std::collections::BTreeMap;

/// Everything that was found out.
#[derive(Debug)]
pub struct Surroundings {
    /// Where the engine is looked for, and what says so; nothing if that cannot be told.
    pub address: Option<String>,
    /// What the engine says, or why there is none.
    pub engine: Result<Facts, Error>,
    /// Who else has taken the stack's name on it, if somebody has.
    pub taken: Option<Taken>,
    /// The path of the engine's socket, if it is reached through one of this machine.
    pub socket: Option<String>,
    /// This machine, if it is the one that the engine runs on.
    pub machine: Option<Machine>,
    /// What became of the attempt to listen on each published address, such as `127.0.0.1:9090`.
    /// Only where the engine would do so on this machine.
    pub ports: BTreeMap<String, Bind>,
    /// The files of secrets, each once for every service that reads it.
    pub secrets: Vec<SecretState>,
    /// The rendered files, if there are any.
    pub rendered: Option<Rendered>,
}

/// What is in the output folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The folder as the user knows it, with a `/` at its end.
    pub folder: String,
    /// What services cannot read of it, those of each service together.
    pub unreadable: Vec<UnreadableFile>,
    /// The files that are loaded and not from the spec, and the service that loads each.
    pub foreign: Vec<(String, String)>,
}

/// A file or folder of the output folder that a service mounts and cannot read.
#[derive(Clone, Debug, PartialEq)]
pub struct UnreadableFile {
    /// The service.
    pub service: Name,
    /// Its user and group, `65534:65534`.
    pub user: String,
    /// The path in the output folder.
    pub path: String,
    /// Who may do what with it: `0600`.
    pub mode: String,
}

/// The machine that the engine runs on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Machine {
    /// Which of the paths that the stack's containers need are there.
    pub paths: BTreeMap<String, bool>,
    /// Whether mounts below the root folder can reach containers; unknown where the kernel does not
    /// say.
    pub root_propagates: Option<bool>,
    /// The mount points of its disks, but for `/`.
    pub file_systems: Vec<String>,
    /// What is free in the folder of Docker's data, in bytes, as far as it can be told.
    pub free: Option<u64>,
}

/// What became of an attempt to listen on an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// It is free.
    Free,
    /// Something else listens there.
    Taken,
    /// This machine does not have the address.
    Foreign,
    /// It could not be told, because of this.
    Unknown(String),
}

/// A file of a secret, for a service that reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretState {
    /// The service.
    pub service: Name,
    /// The path, as the spec has it.
    pub path: String,
    /// What is wrong with it.
    pub fault: Option<SecretFault>,
    /// What else keeps it from being a good secret.
    pub concerns: Vec<SecretConcern>,
}

/// What a file of a secret may be though a service can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretConcern {
    /// The service's container holds an older one.
    Outdated,
    /// Git does not ignore it.
    NotIgnored,
    /// It is in the git repository.
    Tracked,
}

/// What is wrong with the file of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretFault {
    /// There is none.
    Missing,
    /// There is none yet, but stackgen can make one.
    NotMade,
    /// It is a folder, or something else that is no file.
    NoFile,
    /// There is nothing in it.
    Empty,
    /// The service's user may not read it.
    Unreadable {
        /// User and group of the service, `65534:65534`.
        user: String,
        /// Who may do what with the file: `0600`.
        mode: String,
        /// Owner and group of the file, `0:0`.
        owner: String,
    },
    /// It cannot be looked at, because of this.
    Hidden(String),
}
