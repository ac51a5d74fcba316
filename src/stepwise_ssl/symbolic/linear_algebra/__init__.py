"""Chapter 2's results, and the notation for them: entries, sums over indices and pairs, squared norms."""
