"""The record's arithmetic: canonical bytes, hash chain, Merkle tree, signed checkpoints, bundles.

Nothing here knows a database. Whoever stores entries stores the very bytes that were hashed.
"""
