"""Files of schools and people that a trust brings with it, read as what they are: hostile until shown otherwise."""
