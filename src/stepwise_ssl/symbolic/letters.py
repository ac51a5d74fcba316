"""The book's letters as SymPy symbols, made once so that every module means the same thing."""

from __future__ import annotations

import sympy as sp

gamma = sp.Symbol("gamma", real=True)  #: eigenvalue of Gamma, of any sign
gamma_pos = sp.Symbol("gamma", positive=True)  #: the same letter where the statement needs gamma > 0
s0 = sp.Symbol("s0", positive=True)  #: initial singular value
t = sp.Symbol("t", nonnegative=True)  #: time: learning rate x steps
eta = sp.Symbol("eta", positive=True)  #: learning rate
tau = sp.Symbol("tau", real=True)  #: the paper's step time
t_half = sp.Symbol("t_{1/2}", real=True)  #: half rise of the embedding eigenvalue
lambda0 = sp.Symbol("lambda0", real=True)  #: initial embedding eigenvalue, gamma s0^2
d, m = sp.symbols("d m", integer=True, positive=True)  #: embedding_dim, input_dim

s = sp.Function("s", positive=True)  #: singular value, a function of time
eigenvalue = sp.Function("lambda", real=True)  #: embedding eigenvalue, a function of time
loss = sp.Function("L", real=True)  #: loss
weight = sp.Symbol("s", positive=True)  #: the weight itself, where time plays no part
s_k = sp.Symbol("s_k", positive=True)  #: weight after k steps of gradient descent
s_next = sp.Symbol("s_{k+1}", real=True)  #: weight one step later
