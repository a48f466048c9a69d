#!/usr/bin/env bash
# Makes sure of a C++ compiler, which the fuzzer's library is built with: the one on PATH, else Debian's package.
set -euo pipefail

for name in "${CXX:-c++}" g++ clang++; do
  command -v "$name" >/dev/null && exit 0
done
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing a C++ compiler for the fuzzer (apt-get install g++)"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++ >/dev/null
  exit 0
fi
echo "The fuzzer's library needs a C++ compiler. Install one (Debian: apt-get install g++) or name it: CXX=/path/to/c++ make test" >&2
exit 1
