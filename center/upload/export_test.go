package upload

// SetChunk makes pieces smaller, so that many fit into a test.
func (k *Keeper) SetChunk(n int64) { k.chunk = n }
