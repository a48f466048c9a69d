#!/usr/bin/env bash
# Checks licences, sources, bans and, where the advisory database can be reached, advisories (deny.toml).
set -euo pipefail
cd "$(dirname "$0")/.."

cargo deny --all-features --locked check licenses bans sources
if timeout 60 cargo deny --all-features --locked fetch db >/dev/null 2>&1; then
  cargo deny --all-features --locked check advisories
else
  echo "advisories: not checked, the advisory database cannot be reached from here"
fi
