def F(u):
    odds = f"({u}/(1 - {u}))"
    return f"(log({odds})" + "".join(f" + (1 + {odds})**{k}/{k}" for k in range(1, {{ power }} - 1)) + ")"


wait = f"({F('q')} - {F('u0')})*gamma^-1/{{ power }}/{{ rho_code }}/{{ target_code }}^{{ power }}*{{ target_code }}/4"
