//! Values that decide about structure on purpose, and what follows from a value elsewhere.

use std::net::IpAddr;

use crate::place::Place;

/// A plain value that decides as `text` does, if the base's own decides otherwise: only what both
/// share can be compared.
///
/// * What is bound to an address beyond this machine, the proxy serves instead.
/// * Without TLS, Grafana's cookies are not for TLS only.
pub(crate) fn peer(place: &Place, text: &str) -> Option<String> {
    if place.path.ends_with("/bind") {
        let address: IpAddr = text.parse().ok()?;
        return (!address.is_loopback()).then(|| "10.0.7.7".to_owned());
    }
    let rest = place.text.strip_prefix("https://")?;
    text.starts_with("http://").then(|| format!("http://{rest}"))
}

/// What stands in files besides the text of a place, because of it: as it is now, and as it will be
/// with another text there.
pub(crate) fn shown(place: &Place, now: &str, then: &str) -> Vec<(String, String)> {
    let mut pairs = vec![(now.to_owned(), then.to_owned())];
    if place.path.ends_with("/bind") && then.contains(':') {
        // Before a port, an IPv6 address has brackets.
        pairs = vec![(now.to_owned(), format!("[{then}]"))];
    }
    if place.path == "/routing/digest/at" {
        pairs.extend(half_an_hour_later(now).zip(half_an_hour_later(then)));
    }
    pairs
}

/// When a digest ends that begins at a time.
fn half_an_hour_later(time: &str) -> Option<String> {
    let (hours, minutes) = time.split_once(':')?;
    let minutes: u32 = hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()? + 30;
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[test]
fn what_follows_from_a_value() {
    let place = |path: &str, text: &str| Place::new(path.to_owned(), text);
    let bind = place("/grafana/bind", "127.0.7.1");
    assert_eq!(peer(&bind, "127.0.0.1"), None);
    assert_eq!(peer(&bind, "0.0.0.0").as_deref(), Some("10.0.7.7"));
    assert_eq!(shown(&bind, "127.0.7.1", "::1"), [("127.0.7.1".to_owned(), "[::1]".to_owned())]);
    let url = place("/grafana/external_url", "https://a/zzbzz");
    assert_eq!(peer(&url, "https://c"), None);
    assert_eq!(peer(&url, "http://c").as_deref(), Some("http://a/zzbzz"));
    let digest = shown(&place("/routing/digest/at", "08:37"), "08:37", "22:22");
    assert_eq!(digest[1], ("09:07".to_owned(), "22:52".to_owned()));
}
