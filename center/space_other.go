//go:build !unix

package center

import "errors"

// room says that this system does not tell how full a disk is.
func room(string) (used, free float64, err error) { return 0, 0, errors.ErrUnsupported }
