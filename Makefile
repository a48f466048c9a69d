# Everything a newcomer needs. Each target installs what it lacks and says so.
# Needed beforehand: git, make, rustup (or Rust $(RUST)) and Node 20 or newer.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# One folder of this project, so that nothing else on the machine changes. `make clean` leaves it alone.
TOOLS := $(CURDIR)/.tools
export PATH := $(TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export TRUNK_SKIP_VERSION_CHECK := true
# The page tells nobody where on this machine its crates were.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src/=

PORT ?= 8080
NODE_MODULES := node_modules/.package-lock.json

.PHONY: help
help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: setup ## Serve the page on 127.0.0.1, built anew on every change (PORT=8080)
	@# Not target/serve: there cargo keeps what it built for the profile of that name.
	trunk serve --address 127.0.0.1 --port $(PORT) --cargo-profile serve --dist target/served

.PHONY: build
build: setup ## Build the release page into dist/
	trunk build --release

.PHONY: test
test: setup setup-test ## Check everything that CI checks
	node scripts/check.mjs

.PHONY: check
check: rust ## The quick part of test: formatting, clippy, cargo tests
	node scripts/check.mjs fmt clippy engine units

.PHONY: e2e
e2e: build setup-test ## Only the browser tests, against a fresh release page
	node scripts/check.mjs e2e

.PHONY: fmt
fmt: rust ## Format the Rust sources
	cargo fmt

.PHONY: bench
bench: rust ## Measure parsing, ordering, simulating and looking up states
	cargo bench

COUNT ?= 100
SEED ?= 1

.PHONY: oracle
oracle: rust ## Play random stories here and on real Helm (COUNT=100 SEED=1); needs Go, see oracle/README.md
	cargo run --quiet --example oracle -- --count $(COUNT) --seed $(SEED)

SECONDS_EACH ?= 600

.PHONY: fuzz
fuzz: rust ## Let a fuzzer look for texts that break us (SECONDS_EACH=600)
	@scripts/install-cpp.sh
	@scripts/install-tool.sh cargo-fuzz
	node scripts/fuzz.mjs $(SECONDS_EACH)

.PHONY: size
size: build ## Show what the first view costs, brotli-compressed
	node scripts/size.mjs

.PHONY: screenshots
screenshots: build setup-test ## Take pictures of the page into tests/e2e/out
	node scripts/screenshots.mjs

.PHONY: setup
setup: rust tools $(NODE_MODULES) ## Install what building the page needs, and no more
	@mkdir -p www/dist

.PHONY: setup-test
setup-test: rust $(NODE_MODULES) ## Install what only the tests need: cargo-deny, cargo-fuzz, a C++ compiler and a Chromium
	@scripts/install-cpp.sh
	@scripts/install-tool.sh cargo-deny
	@scripts/install-tool.sh cargo-fuzz
	@scripts/install-chromium.sh

.PHONY: rust
rust:
	@scripts/install-rust.sh

.PHONY: tools
tools: rust
	@scripts/install-tool.sh trunk
	@scripts/install-tool.sh wasm-bindgen

$(NODE_MODULES): package.json package-lock.json
	@echo "Installing the editor's and the tests' node packages (npm ci)"
	npm ci --no-audit --no-fund
	@touch $@

.PHONY: clean
clean: ## Remove what was built (the tools in .tools stay)
	rm -rf target dist www/dist tests/e2e/out
