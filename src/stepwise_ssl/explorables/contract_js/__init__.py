"""The JavaScript of the contract, one idea a file; `contract.source` joins them."""
