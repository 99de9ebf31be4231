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
        && (has(&["span.", "resource.", "status=error", "status = error"])
            || lower[1..].trim_start().starts_with('.'))
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
    ]) || filters_lines(text)
    {
        Some("LogQL")
    } else if is_object(text) {
        Some("a JSON query")
    } else if has(&["aliasby", "sumseries(", "seriesbytag("]) {
        Some("Graphite's language")
    } else if has_pipe(text) {
        Some("a language with pipes")
    } else {
        None
    }
}

/// `{…} != "text"`: `LogQL` without a pipe.
fn filters_lines(text: &str) -> bool {
    text.split('}').skip(1).any(|rest| {
        let rest = rest.trim_start();
        let filter = rest.strip_prefix("!=").or_else(|| rest.strip_prefix("!~"));
        filter.is_some_and(|filter| filter.trim_start().starts_with(['"', '`']))
    })
}

/// Whether there is a `|` outside of quotes: `PromQL` has none.
fn has_pipe(text: &str) -> bool {
    let (mut quote, mut escaped) = (None, false);
    for c in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(open) => {
                escaped = c == '\\' && open != '`';
                if c == open {
                    quote = None;
                }
            }
            None if c == '|' => return true,
            None => quote = Some(c).filter(|c| ['"', '\'', '`'].contains(c)),
        }
    }
    false
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
        case("{ .http.status_code = 500 } | count() > 2", "TraceQL");
        case(r#"{app="shop"} != "debug""#, "LogQL");
        case(r#"sum(rate({app="shop"} !~ `debug` [5m]))"#, "LogQL");
        case("index=main error | stats count by host", "a language with pipes");
        case("StormEvents | where State == \"TEXAS\" | count", "a language with pipes");
        case(r#"{"query": {"match_all": {}}}"#, "a JSON query");
        case("aliasByNode(stats.gauges.queue.*, 2)", "Graphite's language");
    }

    #[test]
    fn mistakes_in_promql_are_no_other_language() {
        for text in [
            "sum by (queue (a) > 1",
            "sum by (queue (a{b=~\"x|y\"}) > 1",
            "a{b=~'x|\\'|y'} b",
            "up = 0",
            "a b",
            "{\"a.b\" > 1",
            "select > ",
            "",
        ] {
            assert_eq!(other_language(text), None, "{text}");
        }
    }
}
