//! The values that keys take, as the references list them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// Whether the example is the key's own rather than that of any value of its type, which the table
/// of values has.
pub(crate) fn own_example(schema: &Json) -> bool {
    let of_type = schema["title"].as_str().and_then(|title| rules().get(title).copied());
    of_type
        .is_none_or(|(example, _)| schema["examples"][0].to_string().trim_matches('"') != example)
}

/// An example and what is allowed, by the type's name.
pub(crate) fn rules() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    use ::stackgen::value::*;
    macro_rules! rules {
        ($($of:ident),* $(,)?) => {
            BTreeMap::from([$( ($of::WHAT, ($of::EXAMPLE, $of::RULE)) ),*])
        };
    }
    rules![
        AlertName,
        BindAddress,
        Cpus,
        Duration,
        Email,
        Glob,
        Host,
        HostPath,
        HostPort,
        Image,
        Key,
        LabelName,
        Line,
        Memory,
        MetricName,
        Name,
        NetworkName,
        OwnPath,
        ParamName,
        Pids,
        Port,
        ScrapeTarget,
        Size,
        SpecPath,
        Text,
        Tier,
        TimeOfDay,
        Url,
        RelPath,
        UrlPath,
        Version,
    ]
}
