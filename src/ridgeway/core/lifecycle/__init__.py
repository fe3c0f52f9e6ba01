"""One table of transitions for each noun, and the small machine that reads it."""
