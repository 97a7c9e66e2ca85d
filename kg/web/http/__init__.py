"""HTTP: what requests say, what answers carry: negotiation of language, headers, files, refusals, sending."""
