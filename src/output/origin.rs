//! Where the rendered files come from.

use serde::{Deserialize, Serialize};

/// What the manifest says about the origin of the files. Opaque here: the texts are only compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    stackgen: String,
    spec_sha256: String,
    inputs: String,
}

impl Origin {
    /// `stackgen` is the version that rendered, `spec_sha256` the digest of the spec's bytes,
    /// `inputs` a digest of everything else that was read (the user's own integrations, ...).
    pub fn new(
        stackgen: impl Into<String>,
        spec_sha256: impl Into<String>,
        inputs: impl Into<String>,
    ) -> Self {
        Self { stackgen: stackgen.into(), spec_sha256: spec_sha256.into(), inputs: inputs.into() }
    }
}
