"""Vocabularies: the graph and its ontology in the terms others describe data with (SKOS, SSSOM, CPSV-AP, VoID)."""
