"""The transparency log: one gapless order of all events, its Merkle tree, signed checkpoints."""
