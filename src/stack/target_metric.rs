//! Metrics that Prometheus adds for each target.

/// Their names. Nothing else may have them, and no target can leave them out.
pub const OF_TARGETS: [&str; 7] = [
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
];
