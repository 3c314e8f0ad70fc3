"""A made-up newsroom, served on loopback."""
