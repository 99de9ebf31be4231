use crate::decode::{At, table};
use crate::value::HostPath;

table! {
    /// Facts about the host that change what is rendered.
    /// `stackgen doctor` determines them and says what to write here.
    pub struct Machine("[host]") {
        /// The folder in which Docker keeps its data: `docker info` shows it as "Docker Root Dir".
        docker_root: HostPath = HostPath::constant("/var/lib/docker"),
        /// The socket on which Docker listens, for containers that use its API. A rootless Docker
        /// has one of its own, such as `/run/user/1000/docker.sock`.
        docker_socket: HostPath = HostPath::constant("/var/run/docker.sock"),
        /// The socket of Docker's containerd, if Docker keeps its images in containerd and that does
        /// not listen on `/run/containerd/containerd.sock`.
        ///
        /// Example: `/run/user/1000/docker/containerd/containerd.sock`
        containerd_socket: Option<HostPath>,
        /// Whether containers that mount folders of the host also see file systems that are mounted
        /// later (the mount propagation `rslave`). Docker refuses this if the root folder is a private
        /// mount, as it can be in WSL, on Docker Desktop and on appliances.
        rslave: bool = true,
        /// Besides `/`, the mount points of the file systems that node-exporter measures. With this key,
        /// even an empty list, containers get each folder of the host without what is mounted below it.
        /// Write it if the engine makes only the top of a read-only mount read-only, as before Docker 25
        /// and Linux 5.12. Docker Compose must be 2.30 or newer. Without the key, node-exporter measures
        /// all file systems.
        ///
        /// Example: `["/boot", "/home"]`
        file_systems: Option<Vec<At<HostPath>>>,
        /// Whether containers can get the kernel log, `/dev/kmsg`. A rootless Docker may not read it,
        /// and system containers (LXC) do not have it.
        kmsg: bool = true,
        /// Whether SELinux confines containers. Docker then labels the stack's files so that
        /// containers can read them. Containers that mount folders of the host are not confined,
        /// because these folders must keep their labels.
        selinux: bool = false,
        /// Whether Docker maps the users of containers to other users of the host (`userns-remap`).
        /// Containers that need the host's root are then not mapped.
        userns_remap: bool = false,
    }
}

impl Machine {
    /// Where containerd listens by default.
    pub const USUAL_CONTAINERD: &'static str = "/run/containerd/containerd.sock";

    /// Whether Docker and its containerd listen where they do by default.
    pub fn has_usual_sockets(&self) -> bool {
        let usual = |path: &HostPath| path.is(Self::USUAL_CONTAINERD);
        self.docker_socket.is("/var/run/docker.sock")
            && self.containerd_socket.as_ref().is_none_or(usual)
    }
}
