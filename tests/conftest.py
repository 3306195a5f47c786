"""What all tests share: how hypothesis looks for counterexamples."""

import os

from hypothesis import Phase, settings

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=10_000)  # before a release: docs/testing.md
settings.register_profile(  # a test against each changed line: whether it fails is all that is asked
    "mutation",
    deadline=None,
    derandomize=True,
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
