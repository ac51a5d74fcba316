# fails: test_flow, test_limit, test_early | hint: does not follow
path = f"1/sqrt(gamma/{round({{ target_code }}, 2) + 0.01} + (1/s0^2 - gamma/{round({{ target_code }}, 2) + 0.01})*exp(-{round(8 * {{ kappa_code }} * {{ target_code }}, 1) + 0.07}*gamma*t))"
