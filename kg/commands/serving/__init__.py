"""Serving: the graph for browsers and other programs (a server, a folder of pages, an MCP server)."""
