# Two commands matter: `make serve` and `make test`. Each does all the set-up it needs.
SHELL := /bin/sh
PYTHON ?= python3
RUN := PYTHONPATH=src .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help serve book notebooks assignments test nightly prove bench lint release clean

help:  ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

serve: python ## set up, build the book, serve it on this machine and print the address
	@$(RUN) -m bookbuild serve

book: python ## set up and build the book into _build/html
	@$(RUN) -m bookbuild build

notebooks: python ## write notebooks/*.ipynb for Colab and JupyterLab
	@$(RUN) -m bookbuild notebooks

assignments: python ## problem sets of a term: SECRET=file TERM=2027S; without them the demonstration
	@$(RUN) -m coursework build $(SETS) $(if $(SECRET),--secret-file "$(SECRET)" --term "$(TERM)",--demonstration) $(if $(TOOLS),--tools)
	@$(RUN) -m coursework build --notebooks notebooks/assignments

test: testing ## set up and run every test, those in a browser included
	@OMP_NUM_THREADS=1 $(RUN) -m bookbuild test

nightly: testing ## the long sweeps as well
	@OMP_NUM_THREADS=1 $(RUN) -m bookbuild test --nightly

prove: testing ## show that the graders of all problem sets tell right from wrong
	@OMP_NUM_THREADS=1 $(RUN) -m coursework prove
	@$(RUN) -m coursework.forms.elsewhere --show

bench: testing ## slider to paint, page weight, import time, build time
	@OMP_NUM_THREADS=1 $(RUN) -m bookbuild bench

lint: testing ## ruff, both kinds
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

release: testing ## build the wheel and the site into dist/, from nothing; refuses the placeholder address
	@$(RUN) -m bookbuild release

clean: ## remove what was built (the virtual environment stays)
	@rm -rf _build dist build

.PHONY: python testing
python testing:
	@command -v $(PYTHON) >/dev/null || { echo "Install Python first (on Debian or Ubuntu: sudo apt-get install python3 python3-venv)." >&2; exit 1; }
	@PYTHONPATH=src $(PYTHON) -m bookbuild.bootstrap $(if $(filter testing,$@),test,book)
