"""The drawing of the stored deep runs; read by contract.source."""
