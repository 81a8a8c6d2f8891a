package parceltest

import (
	"archive/zip"
	"bytes"
	"io"
)

// unzipped is everything within a ZIP, nothing where it is none.
func unzipped(body []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		_, _ = io.Copy(&out, r)
		r.Close()
	}
	return out.Bytes()
}
