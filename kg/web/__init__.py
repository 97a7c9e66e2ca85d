"""The web: a read-only SPARQL 1.1 endpoint and a plain page over one store.

Requests are read here, in one asynchronous process; every query runs in a worker process that can be
ended, since the engine has no way to cancel a query.
"""
