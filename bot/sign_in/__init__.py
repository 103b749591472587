"""Who is at the door: visits to the web, links that work once, codes to type, mails and a trust's own accounts."""
