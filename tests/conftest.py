"""What all tests share: how hypothesis looks for counterexamples."""

import os

from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=10_000)  # before a release: docs/testing.md
settings.load_profile("ci" if os.environ.get("CI") else "dev")
