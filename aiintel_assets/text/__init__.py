"""Pure language tools: extraction, language, Taiwan Chinese, sentences, names, quantities."""
