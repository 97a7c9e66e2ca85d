"""Plain questions, cited answers: question → frame → SPARQL → answer. No model, no network.

A question becomes a frame (what is asked for, of which lists, bodies, townships, categories,
words), the frame becomes SPARQL, the result an answer with its evidence.
"""
