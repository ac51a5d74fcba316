def F(u):
    return f"2*atanh(2*{u} - 1)" + "".join(f" + 1/({k}*(1 - {u})^{k})" for k in range(1, {{ power }} - 1))


wait = f"({F('q')} - ({F('u0')}))/(4*{{ power }}*{{ rho_code }}*{{ target_code }}^({{ power }} - 1)*gamma)"
