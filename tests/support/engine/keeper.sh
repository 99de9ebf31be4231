#!/bin/sh
# Keeps one Docker engine for as long as its standard input is open, and leaves nothing behind.
#
#   keeper.sh keep BINARIES    reads commands, one a line: start, stop, kill
#
# On standard output it says `folder PATH`, then `done` after each command; or `cannot WHY`.
#
# The engine, its containerd and all containers run in network, process and mount namespaces of their
# own: no bridge, address, sysctl or packet filter rule of the machine is seen or changed. This process
# itself is in the network namespace, so that the tests find it in /proc.
#
# When standard input closes, because the tests have ended or were killed, the first process of the
# process namespace ends, and the kernel ends all others in it, undoes their mounts and removes their
# network. The folder and the control groups are removed here; what a killed keeper left is removed by
# the next one. A folder's lock is inherited by all that runs in it, so it is free only when nothing of
# it is alive.

set -u

keep() {
    [ "$(id -u)" = 0 ] || { echo "cannot only root may start a Docker engine"; return; }
    for program in ip unshare flock mount mktemp find; do
        command -v "$program" >/dev/null || { echo "cannot there is no $program"; return; }
    done
    why=$(unshare --net true 2>&1) || { echo "cannot make a network namespace: $why"; return; }
    exec unshare --net /bin/sh "$0" network "$1"
}

# In the network namespace.
network() {
    take || { echo "cannot make a folder in /tmp"; return; }
    exec 2>"$folder/keeper.log"
    unshare --fork --pid --mount --mount-proc --propagation slave --kill-child \
        /bin/sh "$0" inside "$1" "$folder" || echo "cannot $(tail -n 1 "$folder/keeper.log")"
    clean
}

# Makes a folder and locks it. First removes what is left of keepers that were killed.
take() {
    exec 8>/run/stackgen-dockerd.lock
    flock 8
    for folder in /tmp/stackgen-dockerd-*; do
        [ ! -d "$folder" ] || (exec 9<"$folder" && flock --nonblock 9 && clean)
    done
    folder=$(mktemp -d /tmp/stackgen-dockerd-XXXXXX) && chmod 0755 "$folder" &&
        exec 9<"$folder" && flock 9 && exec 8>&-
}

clean() {
    group=$(basename "$folder")
    # The kernel needs a moment to take the last processes out of their groups.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        find /sys/fs/cgroup -depth -type d -path "*/$group*" -exec rmdir {} + 2>/dev/null
        [ -n "$(find /sys/fs/cgroup -type d -name "$group")" ] || break
        sleep 0.2
    done
    rm -rf --one-file-system "$folder"
}

# The first process of the other namespaces.
inside() {
    folder=$2
    ip link set lo up || return
    echo '{}' >"$folder/daemon.json"
    # Containers may mount this machine's folders as they please, but it sees none of their mounts.
    mount --make-rshared / || return
    # Another containerd's socket would be taken for the engine's own.
    for hidden in /run/containerd /run/docker; do
        mkdir -p "$hidden" && mount -t tmpfs tmpfs "$hidden" || return
    done
    PATH=$1:$PATH
    HOME=$folder
    # Through the system's bus, an engine has the machine's own firewalld add its rules.
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$folder/no-bus
    export PATH HOME DBUS_SYSTEM_BUS_ADDRESS
    unset TMPDIR
    echo "folder $folder"
    while read -r line; do
        case $line in
            start) start ;;
            stop) kill -TERM "$engine"; wait "$engine" ;;
            kill) kill -KILL "$engine"; wait "$engine" ;;
        esac
        echo done
    done
}

start() {
    rm -f "$folder/docker.pid" "$folder/docker.sock"
    # Networks and rules are as an engine has them by default. Engine::host() knows the address.
    dockerd --config-file "$folder/daemon.json" --data-root "$folder/data" \
        --exec-root "$folder/exec" --pidfile "$folder/docker.pid" \
        --host "unix://$folder/docker.sock" --cgroup-parent "/$(basename "$folder")" \
        --exec-opt native.cgroupdriver=cgroupfs --bip 172.17.0.1/16 --ip6tables=false \
        >>"$folder/docker.log" 2>&1 &
    engine=$!
}

"$@"
