"""The book's letters as SymPy symbols, made once so that every module means the same thing."""

from __future__ import annotations

import sympy as sp

gamma = sp.Symbol("gamma", real=True)  #: eigenvalue of Gamma, of any sign
gamma_pos = sp.Symbol("gamma", positive=True)  #: the same letter where the statement needs gamma > 0
s0 = sp.Symbol("s0", positive=True)  #: initial singular value
t = sp.Symbol("t", nonnegative=True)  #: time: learning rate x steps
eta = sp.Symbol("eta", positive=True)  #: learning rate
tau = sp.Symbol("tau", real=True)  #: the paper's step time
q = sp.Symbol("q", positive=True)  #: a level between 0 and 1 that the embedding eigenvalue crosses
t_loss = sp.Symbol("t_{L=1/2}", real=True)  #: time at which the loss has done half of its step
d, m = sp.symbols("d m", integer=True, positive=True)  #: embedding_dim, input_dim

s = sp.Function("s", positive=True)  #: singular value, a function of time
eigenvalue = sp.Function("lambda", real=True)  #: embedding eigenvalue, a function of time
loss = sp.Function("L", real=True)  #: loss
weight = sp.Symbol("s", positive=True)  #: the weight itself, where time plays no part
crossing = sp.Function("t", real=True)  #: t(q), printed t_q: when the embedding eigenvalue crosses q
s_k = sp.Symbol("s_k", positive=True)  #: weight after k steps of gradient descent
s_next = sp.Function("s_{k+1}", real=True)(s_k)  #: weight one step later, printed without its argument
