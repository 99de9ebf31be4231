//! Where an app's metrics are, as somebody writes it: `8080` or `8080/actuator/prometheus`.

use super::Place;
use crate::value::{Port, Scalar as _, UrlPath};

/// Reads a port, or a port and a path.
pub(super) fn place(text: &str) -> Result<Place, String> {
    let text = text.trim().trim_start_matches(':');
    let (port, path) = match text.find('/') {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    };
    let port = Port::parse(port).map_err(|_| {
        format!("`{text}` is not a port, or a port and a path such as 8080/metrics")
    })?;
    let path = path.filter(|path| *path != "/");
    let path =
        path.map(|path| UrlPath::parse(path).map_err(|wrong| format!("the path {}", wrong.reason)));
    let path = path.transpose()?.filter(|path| *path != UrlPath::metrics());
    Ok(Place { port, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Result<(u16, Option<&str>), &str>) {
        let path = |place: &Place| place.path.as_ref().map(ToString::to_string);
        match (place(text), expected) {
            (Ok(place), Ok((port, expected))) => {
                assert_eq!((place.port.get(), path(&place).as_deref()), (port, expected));
            }
            (Err(why), Err(part)) => assert!(why.contains(part), "{why}"),
            (place, expected) => panic!("{place:?} is not {expected:?}"),
        }
    }

    #[test]
    fn ports_and_paths() {
        case("8080", Ok((8080, None)));
        case(" :8080 ", Ok((8080, None)));
        case("8080/metrics", Ok((8080, None)));
        case("8080/", Ok((8080, None)));
        case("8080/actuator/prometheus", Ok((8080, Some("/actuator/prometheus"))));
        case("", Err("not a port"));
        case("api:8080", Err("not a port"));
        case("70000", Err("not a port"));
        case("80/a?b", Err("query"));
    }
}
