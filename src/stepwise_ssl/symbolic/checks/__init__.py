"""Independent checks: from first principles only; nothing here imports a module of results."""
