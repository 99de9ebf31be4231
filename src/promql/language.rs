//! Other query languages, by what only they have.

/// The language that an expression is in, where it is plainly another than PromQL. To be asked only
/// of what is not PromQL: much of `LogQL` is both.
pub fn other_language(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let starts = |words: &[&str]| {
        words.iter().any(|word| {
            lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
    };
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if starts(&["select", "show", "with", "explain"]) && has(&[" from ", "\nfrom ", "show "]) {
        Some("SQL or InfluxQL")
    } else if has(&["from(bucket:", "|>"]) {
        Some("Flux")
    } else if lower.starts_with('{')
        && has(&["span.", "resource.", "status=error", "status = error"])
    {
        Some("TraceQL")
    } else if has(&[
        "|=",
        "|~",
        "| json",
        "| logfmt",
        "|json",
        "|logfmt",
        "| line_format",
        "| pattern",
        "| regexp",
        "| unwrap",
    ]) {
        Some("LogQL")
    } else if is_object(text) {
        Some("a JSON query")
    } else if has(&["aliasby", "sumseries(", "seriesbytag("]) {
        Some("Graphite's language")
    } else {
        None
    }
}

/// `{"query": …}`
fn is_object(text: &str) -> bool {
    let inner = text.strip_prefix('{').map(str::trim_start);
    let key = inner.and_then(|inner| inner.strip_prefix('"')).and_then(|key| key.split_once('"'));
    key.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::super::Expr;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert!(Expr::parse(text).is_err(), "{text} is PromQL");
        assert_eq!(other_language(text), Some(expected), "{text}");
    }

    #[test]
    fn languages() {
        case(r#"{app="shop"} |= "error""#, "LogQL");
        case(r#"sum(rate({app="shop"} |~ "time.?out" [5m]))"#, "LogQL");
        case(r#"sum by (level) (count_over_time({app="shop"} | json [5m]))"#, "LogQL");
        case("SELECT mean(\"value\") FROM \"cpu\" WHERE $timeFilter", "SQL or InfluxQL");
        case("select\n  now() as time, count(*)\nfrom orders", "SQL or InfluxQL");
        case("from(bucket: \"shop\") |> range(start: -1h)", "Flux");
        case("{ span.http.status_code >= 500 }", "TraceQL");
        case("{ status = error && resource.service.name = \"shop\" }", "TraceQL");
        case(r#"{"query": {"match_all": {}}}"#, "a JSON query");
        case("aliasByNode(stats.gauges.queue.*, 2)", "Graphite's language");
    }

    #[test]
    fn mistakes_in_promql_are_no_other_language() {
        for text in ["sum by (queue (a) > 1", "up = 0", "a b", "{\"a.b\" > 1", "select > ", ""] {
            assert_eq!(other_language(text), None, "{text}");
        }
    }
}
