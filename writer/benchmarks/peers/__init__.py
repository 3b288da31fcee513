"""One small module per program that can continue a GPT-2's tokens, behind one protocol."""
