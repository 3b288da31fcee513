"""Documents: reading, saving, journal, recovery, snapshots, export. No Qt, no torch."""
