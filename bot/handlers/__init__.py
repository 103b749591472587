"""Platforms: each reads its payloads into events and draws cards its own way. None knows another."""
