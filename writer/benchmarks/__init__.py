"""How fast Writer is beside what a person could take instead; no Qt."""
