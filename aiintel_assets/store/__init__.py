"""The warehouse: a DuckDB file, one module of queries a table. What the rows mean is the other rooms' business."""
