"""Encoding: a text as numbers that lie near those of texts with the same sense, in Chinese and English.

In: a text. Out: a vector of unit length. The encoder is a transformer (Vaswani et al. 2017) that others
trained on many languages, multilingual-e5-small (Wang et al. 2024, MIT), with the words that Chinese
and English need and its last layers trained further with what people say of duties. Open
:mod:`kg.meaning.encoding.encoder` first.
"""
