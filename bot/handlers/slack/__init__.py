"""Slack: payloads read, cards drawn, and the one place that answers Slack's requests."""
