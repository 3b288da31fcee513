"""The bridge between the window and the engine: one thread, one pending slot. QtCore only."""
