# The front door. Each target is one line that calls the next thing; what the variables mean stands in .ci/env.
#   make run PORT=8123 DATA_DIR=some/folder FEATURES="tickets commerce" RELEASE=1
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
# cargo may be installed for this user without being on a non-login shell's path.
export PATH := $(PATH):$(HOME)/.cargo/bin
.DEFAULT_GOAL := help
.PHONY: help deps assets build run test soak bench coverage fmt hooks

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

deps: ## install what is missing here, or name it
	@.ci/deps all

assets: ## style sheet, scripts and fonts into static/dist
	@.ci/assets

build: ## the program; RELEASE=1 for target/release/sarai, one self-contained file
	@.ci/build

run: ## serve demo data on http://localhost:8000 until Ctrl-C (PORT, DATA_DIR, FEATURES, RELEASE=1)
	@.ci/serve

test: ## everything once: the list that `cargo xtask ci --list` prints
	@.ci/deps test && cargo xtask ci

soak: ## crashes, races and faults, ROUNDS=200 rounds; writes var/soak.json
	@.ci/program soak

bench: ## rates, limits and ratios, each measured in the same run
	@.ci/program bench

coverage: ## line coverage of the Rust tests
	@.ci/coverage

fmt: ## format the Rust sources
	@cargo fmt --all

hooks: ## check format and texts before each commit (git config core.hooksPath .githooks)
	@git config core.hooksPath .githooks
