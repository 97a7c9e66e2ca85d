"""What a staffing office does: compare lists, find contradictions, measure load, keep the store."""
