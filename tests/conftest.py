"""Fixtures that any test may ask for."""

pytest_plugins = ["tests.stores", "tests.browser", "tests.stages"]
