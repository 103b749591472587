"""Fixtures that any test may ask for."""

pytest_plugins = ["tests.order", "tests.swift", "tests.stores", "tests.browser", "tests.stages"]
