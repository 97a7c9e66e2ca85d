"""Shapes of tables that say with their form what others say in columns of their own.

Two groups of columns side by side, departments as columns of ticks, departments and their duties in one cell,
categories in front of the names. Each is made the usual table, or left as it stands where it does not come out even.
"""
