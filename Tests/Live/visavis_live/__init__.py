"""Real clients against the real server, for tests and benchmarks."""
