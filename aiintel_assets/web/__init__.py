"""The polite, guarded HTTP client: the only room that touches the network. It knows nothing of news."""
