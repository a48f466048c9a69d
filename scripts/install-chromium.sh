#!/usr/bin/env bash
# Makes sure of a Chromium for the browser tests: $CHROME, one on PATH, else Debian's package.
set -euo pipefail

[[ -n "${CHROME:-}" && -x "${CHROME:-}" ]] && exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests (apt-get install chromium)"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "The browser tests need a Chromium. Install one (Debian: apt-get install chromium) or name it: CHROME=/path/to/chrome make test" >&2
exit 1
