"""Which models there are, and where their folders lie. No Qt, no torch."""
