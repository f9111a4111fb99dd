"""How hard Hypothesis searches: QUIZ_HYPOTHESIS is fast (when nothing is said), ci or deep."""

import os

from hypothesis import settings

settings.register_profile("fast", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("QUIZ_HYPOTHESIS", "fast"))
