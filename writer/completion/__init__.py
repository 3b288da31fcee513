"""What a suggestion is: values, reasons, words and the state machine. Standard library only."""
