#!/bin/sh
# Keeps one Docker engine for as long as its standard input is open, and leaves nothing behind.
#
#   keeper.sh keep BINARIES    reads commands, one a line: start, stop, kill
#
# What it says on standard output: `slot NN`, then `done` after each command; or `cannot WHY`.
#
# The engine, its containerd and all containers run in a process and a mount namespace of their own.
# When standard input closes, be it because the tests are through or because they were killed, the
# first process of that namespace ends, and the kernel ends all others in it and undoes their mounts.
# What the kernel does not undo (the folder, bridges, control groups) is removed here; what a killed
# keeper left is removed by the next one that starts. A slot's lock is inherited by all that runs
# in it, so it is free only when nothing of it lives.

set -u

# How many engines can run on one machine at the same time.
SLOTS="00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15"

place() {
    slot=$1
    folder=/tmp/stackgen-engine-$slot
    group=stackgen-engine-$slot
    bridge=sg-engine-$slot
    # 10.180.0.0/16 and up: 255.1 is this machine, networks are from 0.0/17.
    net=10.$((180 + ${slot#0}))
}

clean() {
    [ -e "$folder" ] || return 0
    ip -o -4 address show | while read -r _ name _ address _; do
        case "$name $address" in
            br-*" $net."*) ip link delete "$name" ;;
        esac
    done
    ip link delete "$bridge" 2>/dev/null
    # The kernel needs a moment to take the last processes out of their groups.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        find /sys/fs/cgroup -depth -type d -path "*/$group*" -exec rmdir {} + 2>/dev/null
        [ -n "$(find /sys/fs/cgroup -type d -name "$group")" ] || break
        sleep 0.2
    done
    rm -rf --one-file-system "$folder"
}

# Removes what is left of keepers that were killed.
sweep() {
    for slot in $SLOTS; do
        (
            flock -n 9 || exit
            place "$slot"
            clean
        ) 9>"/run/stackgen-engine-$slot.lock"
    done
}

# A slot that nobody holds, and whose addresses nobody else uses.
take() {
    sweep
    for slot in $SLOTS; do
        exec 9>"/run/stackgen-engine-$slot.lock"
        flock -n 9 || continue
        place "$slot"
        case "$(ip -o -4 address show)" in
            *" $net."*) ;;
            *) return 0 ;;
        esac
    done
    return 1
}

keep() {
    [ "$(id -u)" = 0 ] || { echo "cannot only root may start a Docker engine"; return; }
    for program in ip unshare flock mount find; do
        command -v "$program" >/dev/null || { echo "cannot there is no $program"; return; }
    done
    take || { echo "cannot all of the addresses 10.180.0.0 to 10.195.255.255 are in use"; return; }
    mkdir -m 0755 "$folder" && echo '{}' >"$folder/daemon.json"
    exec 2>"$folder/keeper.log"
    if ip link add name "$bridge" type bridge &&
        ip address add "$net.255.1/24" dev "$bridge" && ip link set "$bridge" up; then
        unshare --fork --pid --mount --mount-proc --propagation slave --kill-child \
            /bin/sh "$0" inside "$1" "$slot" || echo "cannot $(tail -n 1 "$folder/keeper.log")"
    else
        echo "cannot make a bridge: $(tail -n 1 "$folder/keeper.log")"
    fi
    clean
}

# The first process of the namespaces.
inside() {
    place "$2"
    # Containers may mount this machine's folders as they please, but it sees none of their mounts.
    mount --make-rshared / || return
    # Another containerd's socket would be taken for the engine's own.
    for own in /run/containerd /run/docker; do
        mkdir -p "$own" && mount -t tmpfs tmpfs "$own" || return
    done
    PATH=$1:$PATH
    HOME=$folder
    export PATH HOME
    unset TMPDIR
    echo "slot $slot"
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
    # No rule of the machine's own packet filter is touched: the proxy publishes ports, and networks
    # need no way out. Inside the containers, names are found through rules, so iptables is needed.
    dockerd --config-file "$folder/daemon.json" --data-root "$folder/data" \
        --exec-root "$folder/exec" --pidfile "$folder/docker.pid" \
        --host "unix://$folder/docker.sock" --cgroup-parent "/$group" \
        --exec-opt native.cgroupdriver=cgroupfs --bridge "$bridge" \
        --default-address-pool "base=$net.0.0/17,size=24" --iptables=false --ip6tables=false \
        --ip-forward=false --ip-masq=false --userland-proxy=true >>"$folder/docker.log" 2>&1 &
    engine=$!
}

"$@"
