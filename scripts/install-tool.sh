#!/usr/bin/env bash
# Makes sure of one pinned tool: the one on PATH if its version is right, else built into .tools.
# The build is a light one (no optimisation, shared dependencies): these tools run for seconds, and
# an optimised build of them takes about twice as long.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=$1
case "$tool" in
  # The newest Trunk that Rust 1.95 builds. Without `update_check` it asks nobody about newer ones.
  trunk) crate=trunk version=0.21.14 options=(--locked --no-default-features --features rustls) ;;
  # Must equal the version of the crate in Cargo.lock. Its own lock file names a package that is not to be had.
  wasm-bindgen) crate=wasm-bindgen-cli version=0.2.130 options=(--bin wasm-bindgen) ;;
  cargo-deny) crate=cargo-deny version=0.20.2 options=(--locked) ;;
  cargo-fuzz) crate=cargo-fuzz version=0.13.2 options=(--locked) ;;
  *) echo "unknown tool: $tool" >&2; exit 2 ;;
esac

has_right_version() { [[ "$("$tool" --version 2>/dev/null)" == *" $version"* ]]; }

has_right_version && exit 0

echo "Building $crate $version into .tools, once; this takes a few minutes"
began=$SECONDS
export CARGO_TARGET_DIR=$PWD/.tools/build
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0
cargo install "$crate" --version "$version" --root .tools --force --quiet "${options[@]}"
echo "Built $crate $version in $((SECONDS - began)) s"
PATH=$PWD/.tools/bin:$PATH
has_right_version || { echo "$tool $version was built but does not answer to --version" >&2; exit 1; }
