"""Chapter 7: where the loss of the linear model is flat, how it leaves, and what it costs to arrive."""
