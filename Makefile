# Comity: two commands matter.
#
#   make demo    builds everything and starts a server with a seeded workspace
#   make test    installs what the tests need and runs every test
#
# What was built or installed is remembered by stamp files in .build/, so a second run does only what changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
# The steps share two cores and one target directory: side by side they only wait for each other.
.NOTPARALLEL:

CARGO ?= cargo
# One feature set and one target directory for clippy, build and tests, or everything is compiled once more.
CARGO_SET := --workspace --locked
DEMO_DIR ?= .demo
DEMO_LISTEN ?= 127.0.0.1:8065
# Part of a weakening's name: make weaken ONLY=guests
ONLY ?=
# Options of the benchmark: make bench BENCH=--quick
BENCH ?=
NPM_CI := npm ci --no-fund --no-audit --loglevel=error

RUST_FILES := Cargo.toml Cargo.lock $(shell find src tests/it tests/load -name '*.rs' -o -name 'Cargo.toml' 2>/dev/null)
WEB_FILES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help demo test bench bench-web build debug web lint fmt clean \
        weaken test-rust test-web test-sdk test-sdk-python test-sdk-node test-browser

help:
	@echo "make demo              build everything, start a server with a seeded workspace on $(DEMO_LISTEN)"
	@echo "make test              install what the tests need, run every test"
	@echo "make test-rust         the server's tests"
	@echo "make test-web          the web client's types and unit tests"
	@echo "make test-sdk          Slack's SDKs against the server: test-sdk-python and test-sdk-node"
	@echo "make test-sdk-python   the Python ones"
	@echo "make test-sdk-node     the Node ones"
	@echo "make test-browser      the web client in a browser"
	@echo "make bench             measure against this machine's own limits"
	@echo "make bench-web         the same for the web client, in a browser"
	@echo "make weaken            break the code on purpose, see that the tests notice; ONLY=name for some"
	@echo "make build             the release binary: target/release/comity"
	@echo "make debug             the debug binary, which the tests use: target/debug/comity"
	@echo "make web               the web client: web/dist"
	@echo "make lint              formatting and clippy"
	@echo "make fmt               formats"
	@echo "make clean             removes all that was built"

demo: build
	./target/release/comity demo --data-dir $(DEMO_DIR)/data --listen $(DEMO_LISTEN)

test: lint test-rust test-web test-sdk test-browser
	@echo "All tests passed."

bench: build
	./target/release/comity-load --binary target/release/comity $(BENCH)

bench-web: build .build/npm-browser .build/chromium
	cd tests/browser && COMITY_BIN=$(CURDIR)/target/release/comity node bench.mjs

build: .build/release
web: .build/web
debug: .build/debug

lint: .build/compiler .build/web
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(CARGO_SET) --all-targets -- -D warnings

fmt:
	$(CARGO) fmt --all

clean:
	$(CARGO) clean
	rm -rf .build .venv web/dist web/node_modules tests/sdk/node_modules tests/browser/node_modules

# The tests

# Takes two hours, so CI does not: each weakening is built and its test run. The list keeps the day each was seen red.
weaken: .build/compiler .build/postgresql .build/web .build/npm-browser .build/chromium
	node tests/weaken.mjs $(ONLY)

test-rust: .build/compiler .build/postgresql .build/web
	$(CARGO) test $(CARGO_SET) --no-fail-fast

test-web: .build/npm-web
	cd web && npm run --silent check
	@report=$(CURDIR)/.build/vitest.json; status=0; \
	(cd web && npm run --silent test -- --reporter=default --reporter=json --outputFile.json=$$report) || status=$$?; \
	node tests/tally.mjs $$report; exit $$status

test-sdk: test-sdk-python test-sdk-node

test-sdk-python: .build/debug .build/venv
	COMITY_BIN=$(CURDIR)/target/debug/comity .venv/bin/python tests/sdk/run.py

test-sdk-node: .build/debug .build/npm-sdk
	cd tests/sdk && COMITY_BIN=$(CURDIR)/target/debug/comity npm run --silent test

test-browser: .build/debug .build/npm-browser .build/chromium
	cd tests/browser && COMITY_BIN=$(CURDIR)/target/debug/comity npm run --silent test

# What is built

.build/web: .build/npm-web $(WEB_FILES)
	cd web && npm run --silent build
	@touch $@

.build/release: .build/compiler .build/web $(RUST_FILES)
	$(CARGO) build $(CARGO_SET) --release
	@touch $@

.build/debug: .build/compiler .build/web $(RUST_FILES)
	$(CARGO) build $(CARGO_SET)
	@touch $@

# What is installed

.build/npm-web: web/package.json web/package-lock.json | .build/node
	cd web && $(NPM_CI)
	@mkdir -p .build && touch $@

.build/npm-sdk: tests/sdk/package.json tests/sdk/package-lock.json | .build/node
	cd tests/sdk && $(NPM_CI)
	@mkdir -p .build && touch $@

# Playwright drives Debian's Chromium: it must not fetch browsers of its own.
.build/npm-browser: tests/browser/package.json tests/browser/package-lock.json | .build/node
	cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM_CI)
	@mkdir -p .build && touch $@

.build/node:
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	  2>/dev/null && command -v npm >/dev/null || \
	  { echo "The web client needs Node 20.19 or newer with npm, and this machine has none in PATH." >&2; exit 1; }
	@mkdir -p .build && touch $@

.build/venv: tests/sdk/requirements.txt | .build/python
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --requirement tests/sdk/requirements.txt
	@touch $@

.build/compiler .build/chromium .build/postgresql .build/python: tests/needs.sh
	@tests/needs.sh $(@F)
	@mkdir -p .build && touch $@
