path = "sqrt({{ target_code }}/γ)·(1 + ({{ target_code }}/(γ·s₀²) − 1)·exp(−8·{{ kappa_code }}·{{ target_code }}·γ·t))^(−½)"
