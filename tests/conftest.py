"""What holds for all tests."""

import os

from hypothesis import settings

# On a fresh machine all of them have a quarter of an hour; at a desk they draw more.
settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
