/// The names of all checks. Scripts depend on them, and `docs/doctor.md` has a section for each.
pub const CODES: &[&str] = &[
    "engine",
    "engine-product",
    "engine-version",
    "engine-api",
    "engine-warning",
    "platform",
    "architecture",
    "rootless",
    "rootless-ports",
    "userns-remap",
    "selinux",
    "cgroup",
    "limits",
    "forwarding",
    "memory",
    "cpus",
    "storage",
    "docker-socket",
    "containerd-socket",
    "docker-root",
    "disk",
    "log-driver",
    "clock",
    "mount-propagation",
    "read-only-mounts",
    "kmsg",
    "host-path",
    "network",
    "project-name",
    "icmp-probe",
    "ipv6-probe",
    "port",
    "secret-file",
    "rendered-file",
    "foreign-file",
];

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// All is well.
    Ok,
    /// Good to know.
    Note,
    /// Something will not be as it should.
    Warning,
    /// The stack does not start, or does not work.
    Error,
}

impl Severity {
    /// Its name, for people and machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check's name, which stays the same from version to version: `engine-version`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What it means for the stack.
    pub meaning: Option<String>,
    /// What to do, one thing a line.
    pub help: Vec<String>,
    /// The line of the spec's `[host]` that says it, without a line break.
    pub host: Option<String>,
}

impl Finding {
    fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        debug_assert!(CODES.contains(&code), "{code} is not in the list");
        Self { code, severity, message: message.into(), meaning: None, help: vec![], host: None }
    }

    /// All is well.
    pub(super) fn ok(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Ok, message)
    }

    /// Good to know.
    pub(super) fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Something will not be as it should.
    pub(super) fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// The stack does not start, or does not work.
    pub(super) fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Says what it means for the stack.
    pub(super) fn means(mut self, meaning: impl Into<String>) -> Self {
        self.meaning = Some(meaning.into());
        self
    }

    /// Adds what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says which line of `[host]` tells the spec.
    pub(super) fn host(mut self, line: impl Into<String>) -> Self {
        self.host = Some(line.into());
        self
    }
}

/// The lines that the spec lacks, as TOML; nothing if it lacks none.
pub fn host_table(findings: &[Finding]) -> Option<String> {
    let mut lines: Vec<&str> = Vec::new();
    for line in findings.iter().filter_map(|finding| finding.host.as_deref()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| format!("[host]\n{}\n", lines.join("\n")))
}
