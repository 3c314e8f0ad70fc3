"""Where news comes from: the catalog, the routes to a source, and collecting an edition."""
