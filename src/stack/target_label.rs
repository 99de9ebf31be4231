//! The labels that stackgen gives to targets, and by which its rules and dashboards select.

/// The name of the scrape job.
pub const JOB: &str = "job";
/// What is watched, within its job.
pub const INSTANCE: &str = "instance";
/// What kind of target it is: apps have the role `app`.
pub const ROLE: &str = "role";
/// Which convention an app follows.
pub const CONVENTION: &str = "convention";
/// How slow a request of an app must be to count as slow, in seconds.
pub const LATENCY_THRESHOLD: &str = "latency_threshold";
/// The name of the probe.
pub const PROBE: &str = "probe";

/// All of them.
pub const RESERVED: [&str; 6] = [JOB, INSTANCE, ROLE, CONVENTION, LATENCY_THRESHOLD, PROBE];
