"""Pure editorial decisions: relevance, sections, topics, ranking, memory of earlier days."""
