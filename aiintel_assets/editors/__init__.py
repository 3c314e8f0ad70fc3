"""Who writes: the Editor protocol and those who keep it."""
