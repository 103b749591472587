"""Peer review in its own words: frozen values and pure rules; nothing here loads, saves or sends."""
