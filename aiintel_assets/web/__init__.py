"""The polite, guarded HTTP client. Nothing here knows what a page is about."""
