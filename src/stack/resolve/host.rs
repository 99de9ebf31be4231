//! What of a container depends on the machine that it runs on.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{self, Service as Template};
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::Diagnostic;
use crate::stack::{Exception, HostMount, Mount, Selinux};
use crate::template::Context;
use crate::value::{HostPath, Line, Scalar as _, Text};
use serde_json::{Value as Json, json};
use std::path::Path;

impl Builder<'_> {
    /// The variables that describe the machine, for templates.
    pub(super) fn host_context(&self) -> Json {
        let host = &self.spec.host;
        json!({
            "docker_root": host.docker_root.as_str(),
            "docker_root_pattern": host.docker_root.pattern(),
            "file_systems": host.file_systems.as_ref().map(|paths| strings(paths)),
            "file_systems_pattern": host.file_systems.as_ref().map(|paths| pattern(paths)),
            "docker_socket": host.docker_socket.as_str(),
            "containerd_socket": host.containerd_socket.as_ref().map(HostPath::as_str),
            "usual_sockets": host.has_usual_sockets(),
            "kmsg": host.kmsg,
            "selinux": host.selinux,
            "userns_remap": host.userns_remap,
        })
    }

    /// Refuses file systems that are listed twice, and those that hold no files.
    pub(super) fn check_file_systems(&mut self) {
        let paths = self.spec.host.file_systems.as_deref().unwrap_or_default();
        self.refuse_repeated(paths);
        for path in paths {
            let kernel = ["/proc", "/sys", "/dev"]
                .into_iter()
                .find(|folder| Path::new(path.as_str()).starts_with(folder));
            if let Some(folder) = kernel {
                self.diagnostics.push(
                    Diagnostic::error(
                        BAD_VALUE,
                        format!("what is in {folder} has no size to measure"),
                    )
                    .at(path.span, "")
                    .help("leave it out: containers that need it get it in any case"),
                );
            }
        }
    }

    /// Templates, without those that come out empty.
    pub(super) fn lines(&mut self, templates: &[At<Line>], context: &Context) -> Vec<String> {
        let mut lines = Vec::new();
        for template in templates {
            let rendered = self.render(template.as_str(), template.span, context);
            lines.extend(rendered.filter(|line| !line.is_empty()));
        }
        lines
    }

    /// What a container mounts of the output tree and of the host.
    pub(super) fn mounts(
        &mut self,
        template: &Template,
        context: &Context,
    ) -> (Vec<Mount>, Vec<HostMount>) {
        let (mut own, mut of_host) = (Vec::new(), Vec::new());
        for mount in &template.mounts {
            let when = mount.when.as_ref().map(|when| (when.as_str(), when.span));
            if self.holds(when, context) != Some(true) {
                continue;
            }
            let contexts = match &mount.each {
                None => vec![context.clone()],
                Some(each) => {
                    let items = self.items(each.as_str(), each.span, context).into_iter();
                    items.map(|item| context.clone().with("item", item)).collect()
                }
            };
            for context in &contexts {
                let source = self.render(mount.source.as_str(), mount.source.span, context);
                let target = self.render(mount.target.as_str(), mount.target.span, context);
                let Some((source, target)) = source.zip(target) else { continue };
                let target = At { value: target, span: mount.target.span };
                if source.starts_with('/') {
                    of_host.push(self.host_mount(mount, source, target));
                } else if let Some(folder) = source.strip_prefix("./") {
                    let folder = folder.trim_end_matches('/').to_owned();
                    let folder = At { value: folder, span: mount.source.span };
                    let loads = mount.loads.clone();
                    own.push(Mount { folder, target, live: mount.live, loads });
                } else {
                    self.refuse_source(mount, &source);
                }
            }
        }
        (own, of_host)
    }

    fn host_mount(&self, mount: &catalog::Mount, source: String, target: At<String>) -> HostMount {
        let host = &self.spec.host;
        HostMount {
            source,
            target,
            // Left out, not `rprivate`: Docker refuses that for folders in which its data lies.
            propagation: mount.propagation.filter(|_| host.rslave),
            recursive: host.file_systems.is_none() || mount.submounts,
            create: mount.create,
        }
    }

    fn refuse_source(&mut self, mount: &catalog::Mount, source: &str) {
        self.diagnostics.push(
            Diagnostic::error(
                BAD_VALUE,
                "the source of a mount is absolute on the host, or `./NAME` in the output tree",
            )
            .at(mount.source.span, format!("this becomes `{source}`")),
        );
    }

    /// How SELinux keeps a container from the host's files. Its own files are given a label that it
    /// may read. The host's folders must keep theirs, or the host itself could no longer read them:
    /// who mounts those is not confined.
    pub(super) fn selinux(&self, mounts: &[HostMount]) -> Selinux {
        match (self.spec.host.selinux, mounts) {
            (false, _) => Selinux::Absent,
            (true, []) => Selinux::Confined,
            (true, _) => Selinux::Unconfined,
        }
    }

    /// Where a container falls short of the hardening on this machine.
    pub(super) fn exceptions(
        &mut self,
        template: &Template,
        selinux: Selinux,
        context: &Context,
    ) -> Vec<Exception> {
        let mut exceptions = Vec::new();
        for exception in &template.exceptions {
            let when = exception.when.as_ref().map(|when| (when.as_str(), when.span));
            if self.holds(when, context) == Some(true) {
                let (what, reason) = (exception.what.clone(), exception.reason.clone());
                let mut allows = Vec::new();
                for template in &exception.allows {
                    let rendered = self.render(template.as_str(), template.span, context);
                    let value = rendered.filter(|value| !value.is_empty());
                    allows.extend(value.map(|value| At { value, span: template.span }));
                }
                exceptions.push(Exception { what, allows, reason });
            }
        }
        let reason = "it reads folders of the host, which must keep the labels that they have: with those of containers, the host's own services could no longer read them";
        if selinux == Selinux::Unconfined
            && let Ok(reason) = Text::parse(reason)
        {
            let what = Line::constant("not confined by SELinux");
            exceptions.push(Exception { what, allows: vec![], reason });
        }
        exceptions
    }
}

fn strings(paths: &[At<HostPath>]) -> Vec<&str> {
    paths.iter().map(|path| path.as_str()).collect()
}

/// As a regular expression that matches just `/` and these paths.
fn pattern(paths: &[At<HostPath>]) -> String {
    let paths = paths.iter().map(|path| path.pattern());
    let all: Vec<_> = std::iter::once("/".to_owned()).chain(paths).collect();
    format!("^({})$", all.join("|"))
}
