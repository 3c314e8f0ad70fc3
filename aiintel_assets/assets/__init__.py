"""The Dagster shell: read from the store, call the rooms, write to the store. No logic of its own."""
