first_step = "1 - eta*(-4*{{ kappa_code }}*{{ target_code }}*gamma)"
never_hops = "2/(16*{{ kappa_code }}*{{ target_code }}*gamma)"
settles = "2*(8*{{ kappa_code }}*{{ target_code }}*gamma)**(-1)"
