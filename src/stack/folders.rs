//! Where a stack's files are.

use super::{Service, Stack};
use std::path::Path;

impl Stack {
    /// The services that mount this folder of the host, or something in it.
    pub fn readers<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Service> {
        self.services.iter().filter(move |service| {
            service.host.mounts.iter().any(|mount| Path::new(&mount.source).starts_with(folder))
        })
    }

    /// Every folder of the output tree that has rendered files in it, without those above.
    pub fn folders(&self) -> Vec<&str> {
        let part = |has: fn(&super::Part) -> bool| self.parts.iter().any(has);
        let rules = part(|part| !part.recordings.is_empty() || !part.alerts.is_empty());
        let dashboards = self.overview.is_some() || part(|part| !part.dashboards.is_empty());
        let all = [
            ("prometheus/prometheus.yml", true),
            ("prometheus/rules/*.yml", rules),
            ("prometheus/tests/*.yml", rules || !self.own_rules.is_empty()),
            ("alertmanager/alertmanager.yml", self.alerting.is_some()),
            ("alertmanager/templates/*.tmpl", self.alerting.is_some()),
            ("grafana/provisioning/datasources/*.yml", self.grafana),
            ("grafana/provisioning/dashboards/*.yml", self.grafana && dashboards),
            ("grafana/dashboards/*.json", self.grafana && dashboards),
            ("runbooks/*.md", part(|part| !part.alerts.is_empty())),
        ];
        let brought = self.files.iter().filter_map(|file| file.path.folders().next_back());
        let ours = all.into_iter().filter(|(_, there)| *there);
        let ours = ours.filter_map(|(files, _)| Some(files.rsplit_once('/')?.0));
        let mut folders: Vec<&str> = ours.chain(brought).collect();
        folders.sort_unstable();
        folders.dedup();
        folders
    }

    /// Leaves out what stackgen's own services would mount of folders that this stack does not have,
    /// such as Grafana's dashboards where there are none. Docker would refuse them.
    pub(super) fn leave_out_empty_folders(&mut self) {
        let folders: Vec<String> = self.folders().into_iter().map(str::to_owned).collect();
        let ours = |service: &&mut Service| service.pin.as_ref().is_some_and(|pin| pin.rendered);
        for service in self.services.iter_mut().filter(ours) {
            service.mounts.retain(|mount| is_among(&folders, &mount.folder));
        }
    }

    /// Whether something is rendered in a folder of the output tree.
    pub fn has_folder(&self, folder: &str) -> bool {
        is_among(&self.folders(), folder)
    }
}

/// Whether a folder is one of these, or above one.
fn is_among<F: AsRef<str>>(folders: &[F], folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    folders.iter().any(|known| {
        known
            .as_ref()
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
