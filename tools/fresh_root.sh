#!/bin/bash
# The newcomer's check: makes a bare Debian 12 in a folder, clones this repository into it and runs the two
# commands there, twice; the second time without any network. Prints what each took.
#
#   tools/fresh_root.sh [FOLDER]     default: a new folder under $TMPDIR, removed again when all went well
#
# Needs root, debootstrap and git. Tries what is committed. Packages come from wherever this machine gets
# its own: its configuration of apt and pip, its certificates and its proxy are used inside as well.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
suite=bookworm
root=${1:-}
made_folder=no

fail() {
  echo "fresh_root: $*" >&2
  exit 2
}

[ "$(id -u)" = 0 ] || fail "needs root"
for tool in debootstrap git chroot; do
  command -v "$tool" >/dev/null || fail "needs $tool: apt-get install $tool"
done
git -C "$project" rev-parse -q --verify HEAD >/dev/null || fail "nothing is committed yet"
if [ -z "$root" ]; then
  root=$(mktemp -d -t fresh-root.XXXXXX)
  made_folder=yes
  chmod 755 "$root"
fi
if grep -qF " $(realpath -m "$root")/" /proc/mounts; then
  fail "something is still mounted inside $root: umount it before anything there is deleted"
fi
[ -z "$(ls -A "$root" 2>/dev/null)" ] || fail "$root is not empty"
mkdir -p "$root"
root=$(cd "$root" && pwd)

release_mounts() {
  for place in dev/shm proc; do
    mountpoint -q "$root/$place" && umount "$root/$place"
  done
  return 0
}
trap release_mounts EXIT

# -- a bare system: Python with pip and venv, make, and nothing else ---------------------------------------
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Created-By: Packages' | sort -u | head -n 1)
[ -n "$mirror" ] || fail "apt on this machine knows no mirror of $suite"
echo "== a bare Debian ($suite) in $root"
start=$SECONDS
debootstrap --variant=minbase --include=python3,python3-pip,python3-venv,make "$suite" "$root" "$mirror" \
  >"$root.log" 2>&1 || fail "debootstrap failed, see $root.log"
rm -f "$root.log"
timings="debootstrap $((SECONDS - start))"

copy() { # copies what of its arguments exists to the same place inside
  for item in "$@"; do
    if [ -e "$item" ]; then
      mkdir -p "$root$(dirname "$item")"
      cp -rL "$item" "$root$(dirname "$item")/"
    fi
  done
}
copy /etc/resolv.conf /etc/hosts /etc/pip.conf "$HOME/.config/pip" /etc/ssl/certs/ca-certificates.crt
copy /etc/apt/apt.conf /etc/apt/apt.conf.d /etc/apt/auth.conf /etc/apt/auth.conf.d
if grep -qrs "$suite" /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; then
  rm -f "$root/etc/apt/sources.list"
  copy /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources
fi

mount -t proc proc "$root/proc"
# debootstrap has made the few devices that are needed. This machine's own /dev is never mounted inside: whoever
# deletes the folder with it still mounted deletes the machine's devices.
[ -c "$root/dev/null" ] || fail "debootstrap has made no devices in $root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"

# -- the clone ----------------------------------------------------------------------------------------------
git clone --quiet --no-local --depth 1 "file://$project" "$root/srv/clone"

passed=()
while IFS= read -r name; do
  passed+=("$name=${!name}")
done < <(compgen -e | grep -E '^(PIP_|SSL_CERT_)|^(https?|HTTPS?|no|NO)_(proxy|PROXY)$' || true)

inside() { # runs its arguments in the clone, with the environment of a bare system
  chroot "$root" /usr/bin/env -i "${passed[@]}" PIP_QUIET=1 HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    sh -c 'cd /srv/clone && exec "$@"' sh "$@" </dev/null
}

offline() {
  unshare --net "$BASH" -c "$(declare -f inside); $(declare -p root passed); inside \"\$@\"" bash "$@"
}

status=0
try() { # try LABEL COMMAND...: runs it, keeps how long it took, goes on whatever happens
  local label=$1 begin=$SECONDS outcome=ok
  shift
  echo "== $label"
  "$@" || { outcome=FAILED; status=1; }
  timings="$timings"$'\n'"$label $((SECONDS - begin)) $outcome"
}

try make-demo inside make demo
try make-test inside make test
try make-check inside make check
try make-demo-again-offline offline make demo
try make-setup-again-offline offline make setup
try make-test-again-offline offline make test
left=$(git -C "$root/srv/clone" status --porcelain)
if [ -n "$left" ]; then
  echo "the two commands left files that .gitignore does not name:" "$left" >&2
  status=1
fi

echo "== seconds"
echo "$timings" | while read -r label seconds outcome; do
  printf '%-26s %5s s  %s\n' "$label" "$seconds" "$outcome"
done
release_mounts
if [ $status = 0 ] && [ $made_folder = yes ]; then
  rm -r --one-file-system "$root"
fi
exit $status
