"""Writer: a calm, private desktop editor for prose that finishes your sentences."""

__version__ = "0.1.0"
