"""Fixtures that any test may ask for."""

import os

# The guard's sums are small: a second thread for them would only wait, at the cost of who shares the processor.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.order", "tests.swift", "tests.stores", "tests.browser", "tests.stages"]
