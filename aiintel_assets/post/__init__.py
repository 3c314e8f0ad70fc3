"""From a day to a Hugo post: front matter, Markdown safety, cover, gate, files."""
