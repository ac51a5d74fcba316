# fails: test_passing, test_started | hint: power of the target too many
def F(u):
    return f"log({u}/(1 - {u}))" + "".join(f" + 1/({k}*(1 - {u})^{k})" for k in range(1, {{ power }} - 1))


wait = f"({F('q')} - ({F('u0')}))/(4*{{ power }}*{{ rho_code }}*{{ target_code }}^{{ power }}*gamma)"
