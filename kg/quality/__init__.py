"""Quality: what is irregular in a list as published, found and never mended in silence.

In: read documents and their Matters. Out: findings, and the report over them. Open ``irregularities`` first.
"""
