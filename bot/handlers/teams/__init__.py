"""Microsoft Teams: activities read, cards drawn, and the one place that answers the Bot Framework's requests."""
