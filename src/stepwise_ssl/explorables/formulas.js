// Generated from stepwise_ssl.symbolic: change the formula there, not here.
const formulas = {
  /** algebra/turned-entry: \Gamma_{12}(\theta) = b \cos 2 \theta - \frac{\left(a - c\right) \sin 2 \theta}{2} */
  algebraTurnedEntry: (a, b, c, theta) => b*Math.cos(2*theta) - 1/2*(a - c)*Math.sin(2*theta),
  /** algebra/turned-first: \Gamma_{11}(\theta) = \frac{a + c}{2} + b \sin 2 \theta + \frac{\left(a - c\right) \cos 2 \theta}{2} */
  algebraTurnedFirst: (a, b, c, theta) => (1/2)*a + b*Math.sin(2*theta) + (1/2)*c + (1/2)*(a - c)*Math.cos(2*theta),
  /** algebra/turned-second: \Gamma_{22}(\theta) = \frac{a + c}{2} - b \sin 2 \theta - \frac{\left(a - c\right) \cos 2 \theta}{2} */
  algebraTurnedSecond: (a, b, c, theta) => (1/2)*a - b*Math.sin(2*theta) + (1/2)*c - 1/2*(a - c)*Math.cos(2*theta),
  /** algebra/angle: \theta = \frac{\operatorname{atan2}(2 b, a - c)}{2} */
  algebraAngle: (a, b, c) => (1/2)*Math.atan2(2*b, a - c),
  /** algebra/larger-eigenvalue: \gamma_{1} = \frac{a + c + \sqrt{4 b^{2} + \left(a - c\right)^{2}}}{2} */
  algebraLargerEigenvalue: (a, b, c) => (1/2)*a + (1/2)*c + Math.hypot((1/2)*a - 1/2*c, b),
  /** algebra/smaller-eigenvalue: \gamma_{2} = \frac{a + c - \sqrt{4 b^{2} + \left(a - c\right)^{2}}}{2} */
  algebraSmallerEigenvalue: (a, b, c) => (1/2)*a + (1/2)*c - Math.hypot((1/2)*a - 1/2*c, b),
  /** algebra/decoupled-flow: y(t) = y_{0} e^{\gamma t} */
  algebraDecoupledFlow: (gamma, y0, t) => y0*Math.exp(gamma*t),
  /** one-weight/loss: L(s) = \left(\gamma s^{2} - 1\right)^{2} */
  oneWeightLoss: (gamma, s) => Math.pow(gamma*Math.pow(s, 2) - 1, 2),
  /** one-weight/gradient: L'(s) = 4 \gamma s \left(\gamma s^{2} - 1\right) */
  oneWeightGradient: (gamma, s) => 4*gamma*s*(gamma*Math.pow(s, 2) - 1),
  /** one-weight/flow: s'(t) = 4 \gamma s(t) \left(1 - \gamma s(t)^{2}\right) */
  oneWeightFlow: (gamma, s) => 4*gamma*s*(-gamma*Math.pow(s, 2) + 1),
  /** one-weight/embedding-eigenvalue: \lambda(t) = \gamma s(t)^{2} */
  oneWeightEmbeddingEigenvalue: (gamma, s) => gamma*Math.pow(s, 2),
  /** one-weight/solution: s(t) = \frac{e^{4 \gamma t}}{\sqrt{s_{0}^{-2} + \gamma \left(e^{8 \gamma t} - 1\right)}} */
  oneWeightSolution: (gamma, s0, t) => (gamma > 0 ? s0/Math.hypot(Math.exp(-4*gamma*t), Math.sqrt(gamma)*s0*Math.sqrt(-Math.expm1(-8*gamma*t))) : (gamma < 0 ? s0*Math.exp(4*gamma*t)/Math.hypot(1, s0*Math.sqrt(-gamma)*Math.sqrt(-Math.expm1(8*gamma*t))) : s0)),
  /** one-weight/stable-form: s(t) = \frac{s_{0}}{\sqrt{e^{- 8 \gamma t} - \gamma s_{0}^{2} \,\mathrm{expm1}\left(- 8 \gamma t\right)}} */
  oneWeightStableForm: (gamma, s0, t) => (gamma > 0 ? s0/Math.hypot(Math.exp(-4*gamma*t), Math.sqrt(gamma)*s0*Math.sqrt(-Math.expm1(-8*gamma*t))) : (gamma < 0 ? s0*Math.exp(4*gamma*t)/Math.hypot(1, s0*Math.sqrt(-gamma)*Math.sqrt(-Math.expm1(8*gamma*t))) : s0)),
  /** one-weight/eigenvalue-solution: \lambda(t) = \frac{\gamma s_{0}^{2}}{\gamma s_{0}^{2} + \left(1 - \gamma s_{0}^{2}\right) e^{- 8 \gamma t}} */
  oneWeightEigenvalueSolution: (gamma, s0, t) => (gamma > 0 ? Math.pow(Math.hypot(Math.exp(-4*gamma*t)/(Math.sqrt(gamma)*s0), Math.sqrt(-Math.expm1(-8*gamma*t))), -2) : (gamma < 0 ? -1/Math.pow(Math.hypot(Math.exp(-4*gamma*t)/(s0*Math.sqrt(-gamma)), Math.sqrt(-Math.expm1(8*gamma*t))*Math.exp(-4*gamma*t)), 2) : 0)),
  /** one-weight/gap: 1 - \lambda(t) = \frac{\left(1 - \gamma s_{0}^{2}\right) e^{- 8 \gamma t}}{\gamma s_{0}^{2} + \left(1 - \gamma s_{0}^{2}\right) e^{- 8 \gamma t}} */
  oneWeightGap: (gamma, s0, t) => (gamma > 0 ? (-gamma*Math.pow(s0, 2) + 1)/Math.pow(Math.hypot(1, Math.sqrt(gamma)*s0*Math.sqrt(-Math.expm1(-8*gamma*t))*Math.exp(4*gamma*t)), 2) : (gamma < 0 ? (-gamma*Math.pow(s0, 2) + 1)/Math.pow(Math.hypot(1, s0*Math.sqrt(-gamma)*Math.sqrt(-Math.expm1(8*gamma*t))), 2) : 1)),
  /** one-weight/loss-in-time: L(s(t)) = \frac{\left(1 - \gamma s_{0}^{2}\right)^{2} e^{- 16 \gamma t}}{\left(\gamma s_{0}^{2} + \left(1 - \gamma s_{0}^{2}\right) e^{- 8 \gamma t}\right)^{2}} */
  oneWeightLossInTime: (gamma, s0, t) => (gamma > 0 ? Math.pow(-gamma*Math.pow(s0, 2) + 1, 2)/Math.pow(Math.hypot(1, Math.sqrt(gamma)*s0*Math.sqrt(-Math.expm1(-8*gamma*t))*Math.exp(4*gamma*t)), 4) : (gamma < 0 ? Math.pow(-gamma*Math.pow(s0, 2) + 1, 2)/Math.pow(Math.hypot(1, s0*Math.sqrt(-gamma)*Math.sqrt(-Math.expm1(8*gamma*t))), 4) : 1)),
  /** one-weight/step-time: \tau = - \frac{\log{\left(\gamma s_{0}^{2} \right)}}{8 \gamma} */
  oneWeightStepTime: (gamma, s0) => (gamma <= 0 ? Infinity : (Math.sqrt(gamma)*s0 < 1 ? -1/4*Math.log(Math.sqrt(gamma)*s0)/gamma : Infinity)),
  /** one-weight/crossing-time: t_{q} = \frac{\log{\left(\frac{q \left(\frac{1}{\gamma s_{0}^{2}} - 1\right)}{1 - q} \right)}}{8 \gamma} */
  oneWeightCrossingTime: (gamma, s0, q) => (gamma <= 0 ? Infinity : (Math.sqrt(gamma)*s0 < 1 ? (1/8)*(Math.log(q) - 2*Math.log(Math.sqrt(gamma)*s0) - Math.log1p(-q) + Math.log1p(-gamma*Math.pow(s0, 2)))/gamma : Infinity)),
  /** one-weight/half-rise: t_{1/2} = \frac{\log{\left(\frac{1}{\gamma s_{0}^{2}} - 1 \right)}}{8 \gamma} */
  oneWeightHalfRise: (gamma, s0) => (gamma <= 0 ? Infinity : (Math.sqrt(gamma)*s0 < 1 ? (1/8)*(-2*Math.log(Math.sqrt(gamma)*s0) + Math.log1p(-gamma*Math.pow(s0, 2)))/gamma : Infinity)),
  /** one-weight/width: t_{9/10} - t_{1/10} = \frac{\log{\left(81 \right)}}{8 \gamma} */
  oneWeightWidth: (gamma) => (gamma > 0 ? (1/8)*Math.log(81)/gamma : Infinity),
  /** one-weight/weight-at-half-rise: s(t_{1/2}) = \frac{1}{\sqrt{2 \gamma}} */
  oneWeightWeightAtHalfRise: (gamma) => (gamma > 0 ? (1/2)*Math.sqrt(2)/Math.sqrt(gamma) : NaN),
  /** one-weight/loss-at-half-rise: L(s(t_{1/2})) = \frac{1}{4} */
  oneWeightLossAtHalfRise: () => 1/4,
  /** one-weight/loss-half-time: t_{L=1/2} = \frac{\log{\left(\frac{1}{\gamma s_{0}^{2}} - 1 \right)} - \log{\left(1 + \sqrt{2} \right)}}{8 \gamma} */
  oneWeightLossHalfTime: (gamma, s0) => (gamma <= 0 ? Infinity : (Math.sqrt(gamma)*s0 < 1 ? (1/8)*(-2*Math.log(Math.sqrt(gamma)*s0) + Math.log1p(-gamma*Math.pow(s0, 2)) - Math.log(1 + Math.sqrt(2)))/gamma : Infinity)),
  /** one-weight/limit-weight: \lim_{t \to \infty} s(t) = \begin{cases} \frac{1}{\sqrt{\gamma}} & \text{for}\: \gamma > 0 \\s_{0} & \text{for}\: \gamma = 0 \\0 & \text{for}\: \gamma < 0 \end{cases} */
  oneWeightLimitWeight: (gamma, s0) => (gamma > 0 ? Math.pow(gamma, -1/2) : (gamma < 0 ? 0 : s0)),
  /** one-weight/limit-early: \lim_{s_{0} \to 0^{+}} \frac{s(t)}{s_{0}} = e^{4 \gamma t} */
  oneWeightLimitEarly: (gamma, t) => Math.exp(4*gamma*t),
  /** one-weight/descent-step: s_{k+1} = s_{k} + 4 \eta \gamma s_{k} \left(1 - \gamma s_{k}^{2}\right) */
  oneWeightDescentStep: (gamma, eta, s) => 4*eta*gamma*s*(-gamma*Math.pow(s, 2) + 1) + s,
  /** one-weight/descent-multiplier: \lim_{s_{k} \to 0^{+}} \frac{s_{k+1}}{s_{k}} = 1 + 4 \eta \gamma */
  oneWeightDescentMultiplier: (gamma, eta) => 4*eta*gamma + 1,
  /** one-weight/descent-multiplier-end: \lim_{s_{k} \to \frac{1}{\sqrt{\gamma}}} \frac{s_{k+1} - \frac{1}{\sqrt{\gamma}}}{s_{k} - \frac{1}{\sqrt{\gamma}}} = 1 - 8 \eta \gamma */
  oneWeightDescentMultiplierEnd: (gamma, eta) => -8*eta*gamma + 1,
  /** one-weight/stability-limit: \left|1 - 8 \eta \gamma\right| < 1 \iff \eta < \frac{1}{4 \gamma} */
  oneWeightStabilityLimit: (gamma) => (1/4)/gamma,
  /** one-weight/overshoot-limit: s_{k} + 4 \eta \gamma s_{k} \left(1 - \gamma s_{k}^{2}\right) \leq \frac{1}{\sqrt{\gamma}} \;\text{ for all }\; s_{k} \in \left(0, \frac{1}{\sqrt{\gamma}}\right) \iff \eta \leq \frac{1}{8 \gamma} */
  oneWeightOvershootLimit: (gamma) => (1/8)/gamma,
  /** gate/entry: C_{12} = \gamma_{1} x_{1} y_{1} + \gamma_{2} x_{2} y_{2} */
  gateEntry: (gamma_1, x_1, y_1, gamma_2, x_2, y_2) => gamma_1*x_1*y_1 + gamma_2*x_2*y_2,
  /** gate/pull: \dot{x} = 4 \gamma \left(x \left(1 - C_{11}\right) - C_{12} y\right) */
  gatePull: (gamma, C_11, C_12, x, y) => 4*gamma*(-C_12*y + x*(1 - C_11)),
  /** staircase/eigenvalue-at-step-time: \lambda(\tau) = \frac{1}{2 - \gamma s_{0}^{2}} */
  staircaseEigenvalueAtStepTime: (gamma, s0) => (gamma <= 0 ? NaN : (Math.sqrt(gamma)*s0 < 1 ? 1/(-gamma*Math.pow(s0, 2) + 2) : NaN)),
  /** staircase/loss-at-step-time: L(s(\tau)) = \frac{\left(1 - \gamma s_{0}^{2}\right)^{2}}{\left(2 - \gamma s_{0}^{2}\right)^{2}} */
  staircaseLossAtStepTime: (gamma, s0) => (gamma <= 0 ? NaN : (Math.sqrt(gamma)*s0 < 1 ? Math.pow(-gamma*Math.pow(s0, 2) + 1, 2)/Math.pow(-gamma*Math.pow(s0, 2) + 2, 2) : NaN)),
  /** staircase/relative-width: \frac{t_{9/10} - t_{1/10}}{\tau} = \frac{\log{\left(81 \right)}}{\log{\left(\frac{1}{\gamma s_{0}^{2}} \right)}} */
  staircaseRelativeWidth: (gamma, s0) => (gamma <= 0 ? NaN : (Math.sqrt(gamma)*s0 < 1 ? -Math.log(9)/Math.log(Math.sqrt(gamma)*s0) : NaN)),
  /** staircase/step-time-limit: \lim_{\alpha \to 0^{+}} \frac{\tau(\alpha)}{\log{\left(\frac{1}{\alpha} \right)}} = \frac{1}{4 \gamma} */
  staircaseStepTimeLimit: (gamma) => (gamma > 0 ? (1/4)/gamma : Infinity),
  /** staircase/limit-eigenvalue: \lim_{t \to \infty} \lambda(t) = \left[\gamma > 0\right] */
  staircaseLimitEigenvalue: (gamma) => (gamma > 0 ? 1 : 0),
  /** staircase/separation: t_{1/10}(\gamma_{2}) - t_{9/10}(\gamma_{1}) = \frac{\log{\left(\frac{1}{\gamma_{2} s_{0}^{2}} - 1 \right)} - \log{\left(9 \right)}}{8 \gamma_{2}} - \frac{\log{\left(9 \right)} + \log{\left(\frac{1}{\gamma_{1} s_{0}^{2}} - 1 \right)}}{8 \gamma_{1}} */
  staircaseSeparation: (gamma_1, gamma_2, s0) => (1/8)*(-2*Math.log(Math.sqrt(gamma_2)*s0) + Math.log1p(-gamma_2*Math.pow(s0, 2)) - Math.log(9))/gamma_2 - 1/8*(-2*Math.log(Math.sqrt(gamma_1)*s0) + Math.log1p(-gamma_1*Math.pow(s0, 2)) + Math.log(9))/gamma_1,
};
