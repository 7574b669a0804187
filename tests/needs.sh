#!/usr/bin/env bash
# Installs the Debian packages the tests need and this machine lacks; says what to do where it may not.
#
#   tests/needs.sh THING...     THING is one of: compiler, chromium, postgresql, python
set -euo pipefail

missing=()
for thing in "$@"; do
  case $thing in
    compiler)
      # Debian's own is too old, so it is named and not installed.
      if ! command -v cargo >/dev/null; then
        echo "This needs Rust with cargo (1.95 or newer), and this machine has none in PATH: https://rustup.rs" >&2
        exit 1
      fi
      command -v cc >/dev/null || missing+=(gcc libc6-dev) ;;
    chromium)
      command -v chromium >/dev/null || missing+=(chromium)
      # Without it emoji are empty boxes in every picture.
      fc-list 2>/dev/null | grep -q NotoColorEmoji || missing+=(fonts-noto-color-emoji) ;;
    postgresql)
      # Debian keeps the server programs out of PATH, one directory a version.
      command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql) ;;
    python) python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv) ;;
    *) echo "tests/needs.sh: nothing is known of \"$thing\"" >&2; exit 2 ;;
  esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "The tests need: ${missing[*]} (Debian's names). Install them with this system's package manager." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "The tests need Debian packages. Run this once, then try again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi
echo "Installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1 || true
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
  cat "$log" >&2
  echo "apt-get could not install: ${missing[*]}. Its output is above." >&2
  exit 1
fi
