#!/usr/bin/env bash
# Makes sure of the Rust toolchain that rust-toolchain.toml names, with its target and components.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cargo >/dev/null; then
  echo "Rust is missing. Install rustup (your package manager or rustup.rs has it) and run this again." >&2
  exit 1
fi
command -v rustup >/dev/null || exit 0 # A cargo without rustup: whoever installed it keeps it right.

channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
have=$(rustup +"$channel" target list --installed 2>/dev/null || true)
parts=$(rustup +"$channel" component list --installed 2>/dev/null || true)
if grep -q wasm32-unknown-unknown <<<"$have" && grep -q '^rustfmt' <<<"$parts" && grep -q '^clippy' <<<"$parts"; then
  exit 0
fi
echo "Installing Rust $channel with the wasm32 target, rustfmt and clippy (rustup)"
rustup toolchain install "$channel" --profile minimal --target wasm32-unknown-unknown --component rustfmt --component clippy
