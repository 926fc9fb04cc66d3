# Targets for developers; `make help` lists them.
.PHONY: help build test check lint bench bench-live format clean
SOURCES := Sources Tests Package.swift

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

build: ## the release executable, at .build/release/visavis
	scripts/prepare
	swift build -c release --product visavis

test: ## every test
	./test

lint: ## the style check alone
	swift format lint --strict --recursive $(SOURCES)

check: ## what must pass before a commit: style, build with import check, documents, tests
	.ci/run

bench: build ## the figures the project promises, measured; ARGS="--footage FILE --transcript FILE" for all of them
	.build/release/visavis bench face $(ARGS)

bench-live: build ## what the live server promises, measured in half an hour; ARGS="--rows latency" for some rows
	.build/release/visavis bench live $(ARGS)

format: ## rewrites the sources in the project's style
	swift format --in-place --recursive $(SOURCES)

clean: ## removes what building made (the Python environment stays)
	swift package clean
	rm -rf .build/test-results greeting.mp4 greeting.png
