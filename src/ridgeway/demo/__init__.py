"""What a new user looks at first: a real release from published papers, and a live example."""
