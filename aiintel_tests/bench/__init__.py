"""Speed and memory, measured side by side in one run: what counts is a ratio, not the machine."""
