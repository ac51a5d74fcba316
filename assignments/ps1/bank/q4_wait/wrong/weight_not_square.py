# fails: test_passing, test_started | hint: you followed the weight
def F(u):
    return f"log({u}/(1 - {u}))" + "".join(f" + 1/({k}*(1 - {u})^{k})" for k in range(1, {{ power }} - 1))


wait = f"({F('q')} - ({F('u0')}))/(2*{{ power }}*{{ rho_code }}*{{ target_code }}^({{ power }} - 1)*gamma)"
