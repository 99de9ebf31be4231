use crate::decode::At;
use crate::stack::SecretFile;
use crate::value::{Line, SpecPath};

/// A secret file of something that has a name of its own. The dots keep the names of different
/// kinds of owners apart, as no owner's name has one.
pub(super) fn secret(kind: &str, owner: &str, key: &str, path: &At<SpecPath>) -> SecretFile {
    let key = key.strip_suffix("_file").unwrap_or(key).replace('_', "-");
    SecretFile {
        name: format!("{kind}.{owner}.{key}"),
        path: path.value.clone(),
        span: path.span,
        generated: false,
        login: None,
    }
}

/// A secret file of a component.
pub(super) fn component_secret(name: &str, path: &At<SpecPath>) -> SecretFile {
    SecretFile {
        name: name.to_owned(),
        path: path.value.clone(),
        span: path.span,
        generated: false,
        login: None,
    }
}

/// The password of somebody who signs in. Any password will do, so stackgen can make one up.
pub(super) fn login_secret(name: &str, path: &At<SpecPath>, user: &Line) -> SecretFile {
    SecretFile { generated: true, login: Some(user.clone()), ..component_secret(name, path) }
}
