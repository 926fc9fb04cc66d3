# Targets for developers; `make help` lists them.
.PHONY: help build test soak check lint bench bench-live bench-conversation format clean
SOURCES := Sources Tests Package.swift

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

build: ## the release executable, at .build/release/visavis
	scripts/prepare
	swift build -c release --product visavis
	swift build -c release --product visavis-espeak
	swift build -c release --product visavis-extract

test: ## every test
	./test

soak: build ## what shows only after a while; SOAK_MINUTES=10
	Tests/Live/setup
	VISAVIS=.build/release/visavis .venv-live/bin/python -m unittest discover -v -s Tests/Live -p 'soak_*.py'

lint: ## the style check alone
	swift format lint --strict --recursive $(SOURCES)

check: ## what must pass before a commit: style, build with import check, documents, tests
	.ci/run

bench: build ## the figures the project promises, measured; ARGS="--footage FILE --transcript FILE" for all of them
	.build/release/visavis bench face $(ARGS)

bench-live: build ## what the live server promises, measured in half an hour; ARGS="--rows latency" for some rows
	.build/release/visavis bench live $(ARGS)

bench-conversation: build ## what conversations promise, measured in an hour; ARGS="--rows answers" for some rows
	.build/release/visavis bench conversation $(ARGS)

format: ## rewrites the sources in the project's style
	swift format --in-place --recursive $(SOURCES)

clean: ## removes what building made (the Python environment stays)
	swift package clean
	rm -rf .build/test-results greeting.mp4 greeting.png
