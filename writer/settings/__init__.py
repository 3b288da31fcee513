"""What a person can choose: one typed schema, one file. No Qt."""
