"""DuckDB: connections, migrations, one module of queries a table."""
