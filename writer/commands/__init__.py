"""The commands of ``writer COMMAND``, one module each; ``writer.cli`` imports them lazily."""
