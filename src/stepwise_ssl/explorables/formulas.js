const formulas = {
  oneWeightSolution: (gamma, s0, t) => s0 / Math.sqrt(Math.exp(-8 * gamma * t) - gamma * s0 * s0 * Math.expm1(-8 * gamma * t)),
  oneWeightEigenvalueSolution: (gamma, s0, t) => gamma * s0 * s0 / (Math.exp(-8 * gamma * t) - gamma * s0 * s0 * Math.expm1(-8 * gamma * t)),
  oneWeightGap: (gamma, s0, t) => (1 - gamma * s0 * s0) / (1 + gamma * s0 * s0 * Math.expm1(8 * gamma * t)),
  oneWeightStepTime: (gamma, s0) => -Math.log(gamma * s0 * s0) / (8 * gamma),
  oneWeightHalfRise: (gamma, s0) => Math.log(1 / (gamma * s0 * s0) - 1) / (8 * gamma),
  oneWeightWidth: (gamma) => Math.log(81) / (8 * gamma),
  oneWeightLimitWeight: (gamma) => 1 / Math.sqrt(gamma),
  oneWeightLoss: (gamma, s) => Math.pow(gamma * s * s - 1, 2),
  oneWeightDescentStep: (eta, gamma, s) => s + eta * 4 * gamma * s * (1 - gamma * s * s),
  oneWeightStabilityLimit: (gamma) => 1 / (4 * gamma),
  oneWeightOvershootLimit: (gamma) => 1 / (8 * gamma),
};
