//! What of a container depends on the machine that it runs on.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{self, Service as Template};
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Span};
use crate::stack::{Exception, Mount, Selinux};
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

    /// What a container mounts of the host and of the output tree, and where the template says to what
    /// place.
    pub(super) fn mounts(&mut self, template: &Template, context: &Context) -> Vec<(Mount, Span)> {
        let mut mounts = Vec::new();
        for mount in &template.mounts {
            let when = mount.when.as_ref().map(|when| (when.as_str(), when.span));
            if self.holds(when, context) != Some(true) {
                continue;
            }
            let Some(each) = &mount.each else {
                mounts.extend(self.mount(mount, context).map(|made| (made, mount.target.span)));
                continue;
            };
            for item in self.items(each.as_str(), each.span, context) {
                let context = context.clone().with("item", item);
                mounts.extend(self.mount(mount, &context).map(|made| (made, mount.target.span)));
            }
        }
        mounts
    }

    fn mount(&mut self, mount: &catalog::Mount, context: &Context) -> Option<Mount> {
        let host = &self.spec.host;
        // Left out, not `rprivate`: Docker refuses that for folders in which its data lies.
        let propagation = mount.propagation.filter(|_| host.rslave);
        let single = host.file_systems.is_some() && !mount.submounts;
        let source = self.render(mount.source.as_str(), mount.source.span, context)?;
        let target = self.render(mount.target.as_str(), mount.target.span, context)?;
        let of_host = source.starts_with('/');
        if !of_host && !source.starts_with("./") {
            self.diagnostics.push(
                Diagnostic::error(
                    BAD_VALUE,
                    "the source of a mount is absolute on the host, or `./NAME` in the output tree",
                )
                .at(mount.source.span, format!("this becomes `{source}`")),
            );
        }
        Some(Mount {
            source,
            span: mount.source.span,
            target,
            propagation,
            recursive: !(single && of_host),
            create: mount.create,
            live: mount.live,
            loads: mount.loads.clone(),
        })
    }

    /// How SELinux keeps a container from the host's files. Its own files are given a label that it
    /// may read. The host's folders must keep theirs, or the host itself could no longer read them:
    /// who mounts those is not confined.
    pub(super) fn selinux(&self, mounts: &[Mount]) -> Selinux {
        let of_host = mounts.iter().any(|mount| mount.source.starts_with('/'));
        match (self.spec.host.selinux, of_host) {
            (false, _) => Selinux::Absent,
            (true, true) => Selinux::Unconfined,
            (true, false) => Selinux::Confined,
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
