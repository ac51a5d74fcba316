"""A reference to a theorem that is not there is reported with its file and line.

sphinx-proof names a file that does not exist (``page.rst``) and no line.
"""

from sphinx.util import logging

logger = logging.getLogger(__name__)


def _located(resolve, known):
    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        if target not in getattr(env, known, {}):
            logger.warning("label '%s' not found", target, location=node, type="ref", subtype="missing")
            return None
        return resolve(self, env, fromdocname, builder, typ, target, node, contnode)

    resolve_xref.located = True
    return resolve_xref


def setup(app):
    """Give the domain's warning a place."""
    from sphinx_proof.domain import ProofDomain

    if not getattr(ProofDomain.resolve_xref, "located", False):
        ProofDomain.resolve_xref = _located(ProofDomain.resolve_xref, "proof_list")
