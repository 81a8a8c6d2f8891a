//go:build !unix

package center

import "errors"

// room says that this system does not tell how full a disk is.
func room(string) (diskRoom, error) { return diskRoom{}, errors.ErrUnsupported }
