"""Microsoft Teams: activities read, cards drawn, and the one place that answers Teams' requests."""
