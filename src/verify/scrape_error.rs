//! What to do about a scrape that fails, by Prometheus's own words for it.

/// Parts of errors, and what to do. The first that fits counts, so what is more exact stands first.
const ADVICE: &[(&[&str], &str)] = &[
    (
        &["connection refused", "connection reset"],
        "nothing listens there: is its container running, does it listen on this port, and on \
         every address rather than only its own 127.0.0.1?",
    ),
    (
        &["no such host", "server misbehaving", "Temporary failure in name resolution"],
        "its container does not run, or Prometheus is in none of its networks: add the network to \
         `join` in [networks]",
    ),
    (
        &["no route to host", "network is unreachable"],
        "Prometheus has no way to this address: add the target's network to `join` in [networks], \
         and look at the machine's firewall",
    ),
    (
        &["server returned HTTP status 401", "server returned HTTP status 403"],
        "the target wants credentials, or other ones: look at `basic_auth` or `bearer_token_file` \
         in the spec, and at the secret file's text",
    ),
    (
        &["server returned HTTP status 404"],
        "there are no metrics under this path: set `metrics_path`",
    ),
    (&["server returned HTTP status 5"], "the target itself failed to answer: its log says why"),
    (
        &["unable to read", "no such file or directory", "permission denied"],
        "Prometheus cannot read the secret file: it must exist and be readable for user 65534 \
         (chmod 0444)",
    ),
    (
        &["server gave HTTP response to HTTPS client", "first record does not look like a TLS"],
        "the target speaks plain HTTP: leave out `scheme = \"https\"`",
    ),
    (
        &["malformed HTTP response", "HTTP request was sent to an HTTPS server", ": EOF"],
        "the target does not speak plain HTTP: if it speaks TLS, set `scheme = \"https\"`",
    ),
    (
        &["x509:", "tls: "],
        "the target's certificate is not trusted: set `ca_file` or `server_name` in the `tls` of \
         the spec",
    ),
    (
        &["context deadline exceeded", "i/o timeout", "Client.Timeout"],
        "the target takes longer than `scrape_timeout`, or a firewall drops the packets: look at \
         its load and at how long its metrics page takes",
    ),
    (
        &["no fallback_scrape_protocol"],
        "Prometheus cannot tell the format from the answer's `Content-Type`. Is this its metrics page, \
         with the right port and `metrics_path`? Then let it answer with `Content-Type: text/plain; \
         version=0.0.4`, or write `fallback_scrape_protocol = \"PrometheusText0.0.4\"` in [apps.NAME], \
         or in `[[scrapes]]` of an integration of your own",
    ),
    (
        &["Content-Type", "valid start token", "INVALID", "expected a valid", "unexpected end of"],
        "what answers there is not a metrics page: check the port and `metrics_path`",
    ),
    (&["limit exceeded", "body size limit"], "the target has more series than its limit allows"),
];

/// What to do about an error.
pub(super) fn advice(error: &str) -> &'static str {
    let fits = |parts: &[&str]| parts.iter().any(|part| error.contains(part));
    ADVICE
        .iter()
        .find(|(parts, _)| fits(parts))
        .map_or("the log of its container may say more", |(_, advice)| advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(error: &str, expected: &str) {
        assert!(advice(error).contains(expected), "{error}: {}", advice(error));
    }

    #[test]
    fn errors_of_prometheus_have_advice() {
        let get = "Get \"http://backend:8080/metrics\": ";
        case(&format!("{get}dial tcp 10.0.0.1:8080: connect: connection refused"), "listens there");
        case(&format!("{get}dial tcp: lookup backend on 127.0.0.11:53: no such host"), "`join`");
        case(&format!("{get}dial tcp: lookup backend: server misbehaving"), "`join`");
        case(&format!("{get}dial tcp 10.0.0.1:8080: connect: no route to host"), "firewall");
        case(&format!("{get}context deadline exceeded"), "scrape_timeout");
        case(&format!("{get}dial tcp 10.0.0.1:8080: i/o timeout"), "scrape_timeout");
        case("server returned HTTP status 401 Unauthorized", "credentials");
        case("server returned HTTP status 403 Forbidden", "credentials");
        case("server returned HTTP status 404 Not Found", "metrics_path");
        case("server returned HTTP status 502 Bad Gateway", "its log");
        case(
            "expected a valid start token, got \"<\" (\"INVALID\") while parsing: \"<\"",
            "not a metrics page",
        );
        case(
            "received unsupported Content-Type \"text/html\" and no fallback_scrape_protocol",
            "fallback_scrape_protocol = \"PrometheusText0.0.4\"",
        );
        case(
            "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target",
            "fallback_scrape_protocol = \"PrometheusText0.0.4\"",
        );
        case(
            &format!(
                "{get}tls: failed to verify certificate: x509: certificate signed by unknown authority"
            ),
            "not trusted",
        );
        case(&format!("{get}http: server gave HTTP response to HTTPS client"), "plain HTTP");
        case(&format!("{get}EOF"), "scheme");
        case("unable to read basic auth password: open /run/secrets/x: permission denied", "65534");
        case("sample limit exceeded", "more series");
        case("something new", "may say more");
    }
}
