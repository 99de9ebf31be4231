use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// The name of a Docker network that somebody else made. Docker gives other names than stackgen:
    /// capitals and dots are allowed.
    pub struct NetworkName;
}

/// Docker's own networks, and why no service of a stack can join each. Docker lets nobody make
/// another network of such a name.
const PREDEFINED: [(&str, &str); 5] = [
    ("bridge", BRIDGE),
    ("default", BRIDGE),
    ("host", "a container on the host's network can join no other"),
    ("none", "a container on it reaches nothing"),
    ("ingress", "only the ports that a swarm publishes use it"),
];

const BRIDGE: &str = "it resolves no names of containers, and Compose cannot attach services to it";

impl NetworkName {
    /// Why no service can join it, if it is one of Docker's own.
    pub fn predefined(&self) -> Option<&'static str> {
        PREDEFINED.iter().find(|(name, _)| *name == self.0).map(|(_, why)| *why)
    }
}

impl Scalar for NetworkName {
    const WHAT: &'static str = "a network's name";
    const EXAMPLE: &'static str = "shop_default";
    const RULE: &'static str = "As `docker network ls` shows it: letters, digits, `_`, `.` and `-`; starts with a letter or a digit.";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let start = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        let rest = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
        if start && text.bytes().all(rest) && text.len() <= 128 {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid::new(
            "has 1 to 128 letters, digits, `_`, `.` and `-`, and starts with a letter or a digit",
        )
        .help("`docker network ls` shows the names"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn network_names() {
        example::<NetworkName>();
        for text in ["shop_default", "My_App.web", "Backend_API", "meet.jitsi", "0-net", "a"] {
            good::<NetworkName>(text, text);
            assert_eq!(NetworkName::parse(text).unwrap().predefined(), None);
        }
        bad::<NetworkName>("", "1 to 128");
        bad::<NetworkName>("-net", "starts with");
        bad::<NetworkName>("my net", "letters");
        bad::<NetworkName>("container:web", "letters");
        bad::<NetworkName>("../x", "starts with");
        bad::<NetworkName>(&"a".repeat(129), "1 to 128");
    }

    #[test]
    fn networks_of_docker_itself() {
        for text in ["bridge", "default", "host", "none", "ingress"] {
            assert!(NetworkName::parse(text).unwrap().predefined().is_some(), "{text}");
        }
        for text in ["Bridge", "shop_bridge", "docker_gwbridge", "hosts"] {
            assert_eq!(NetworkName::parse(text).unwrap().predefined(), None, "{text}");
        }
    }
}
