"""Training: what questions ask is learned from templates and questions with frames.

In: build/training and the lists. Out: ``kg/asking/reading/nets.bin``, made by
``python -m kg.asking.training``. The program itself never imports this room.
"""
