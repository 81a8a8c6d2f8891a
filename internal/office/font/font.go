// Package font carries the one Chinese font of the program, LXGW WenKai (霞鹜文楷), for PDF
// papers where the operator supplies no fonts of its own. It covers GB 2312, GBK, the General
// Standard Chinese Characters (通用规范汉字表) and a small part of the extensions.
package font

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
)

// The font is the unmodified TrueType file, compressed; unpacked it has 15.7 MB.
//
//go:embed LXGWWenKai-Regular.ttf.gz
var packed []byte

//go:embed OFL.txt
var licence string

// maxFont bounds the unpacked font, in bytes.
const maxFont = 32 << 20

// WenKai unpacks the font, which takes about a tenth of a second; callers keep the result.
func WenKai() ([]byte, error) {
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack font: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFont))
	if err != nil {
		return nil, fmt.Errorf("unpack font: %w", err)
	}
	return data, nil
}

// Licence returns the SIL Open Font License under which the font is distributed; it must be
// shown wherever the program shows the licences of its parts.
func Licence() string { return licence }
