"""Deep networks: what of the linear theory is left when a body moves below the head, and what is not."""
