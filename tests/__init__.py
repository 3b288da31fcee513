"""Writer's tests. unit/ is pure, gui/ drives real widgets, engine/ runs a real small model."""
