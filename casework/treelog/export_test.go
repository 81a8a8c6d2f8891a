package treelog

import "zhibao/internal/seal"

// Begin makes a log that begins in the way of another provider than the center's, as all did once.
func (l *Log) Begin(p seal.Provider) { l.first = p }
