"""Printed pages: PDF and OFD, whose tables are lines drawn around characters."""
