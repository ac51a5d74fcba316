# fails: test_at_once, test_started | hint: the time must be zero
def F(u):
    return f"log({u}/(1 - {u}))" + "".join(f" + 1/({k}*(1 - {u})^{k})" for k in range(1, {{ power }} - 1))


wait = f"({F('q')})/(4*{{ power }}*{{ rho_code }}*{{ target_code }}^({{ power }} - 1)*gamma)"
