"""How good suggestions are, measured: the scorecard, the baselines, perplexity. No Qt."""
