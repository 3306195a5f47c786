"""Policy packs (政策包): official texts as dated provisions, and the expressions they check."""

from tender.policy.pack import STATUS_WORDS, Pack, Parameter, Policies, PolicyError, Provision, policies

__all__ = ["STATUS_WORDS", "Pack", "Parameter", "Policies", "PolicyError", "Provision", "policies"]
