package figure

import (
	"bytes"
	"encoding/binary"
	"math"
)

// claimed reads the size that a GIF or TIFF header claims before any library allocates for it.
func claimed(data []byte, format string) (w, h int, ok bool) {
	switch format {
	case "gif":
		if len(data) >= 10 {
			return int(binary.LittleEndian.Uint16(data[6:])), int(binary.LittleEndian.Uint16(data[8:])), true
		}
	case "tiff":
		// Tags 256 and 257 are ImageWidth and ImageLength.
		t := tags(data)
		return int(min(t[256], math.MaxInt32)), int(min(t[257], math.MaxInt32)), t[256] > 0 && t[257] > 0
	}
	return 0, 0, false
}

// resolution returns the dots per inch that the file states, 0 if it states none.
func resolution(data []byte, format string) float64 {
	var dpi float64
	switch format {
	case "jpeg":
		dpi = jpegDPI(data)
	case "png":
		dpi = pngDPI(data)
	case "tiff":
		dpi = tiffDPI(data)
	case "bmp":
		if len(data) >= 42 {
			dpi = float64(binary.LittleEndian.Uint32(data[38:])) * 0.0254
		}
	}
	// Nonsense is no statement: 0 means not stated.
	if dpi < 1 || dpi > 20000 || math.IsNaN(dpi) {
		return 0
	}
	return math.Round(dpi*100) / 100
}

// jpegDPI takes the density of the JFIF header, or else the resolution in the EXIF data.
func jpegDPI(data []byte) float64 {
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		marker, n := data[i+1], int(binary.BigEndian.Uint16(data[i+2:]))
		seg := data[min(i+4, len(data)):min(i+2+max(n, 2), len(data))]
		switch {
		// Start of scan: no header follows.
		case marker == 0xda:
			return 0
		case marker == 0xe0 && len(seg) >= 12 && string(seg[:5]) == "JFIF\x00":
			x := float64(binary.BigEndian.Uint16(seg[8:]))
			// Unit 1 is dots per inch, 2 per centimetre, 0 only a ratio.
			switch seg[7] {
			case 1:
				return x
			case 2:
				return x * 2.54
			}
		case marker == 0xe1 && len(seg) > 14 && string(seg[:6]) == "Exif\x00\x00":
			if d := tiffDPI(seg[6:]); d > 0 {
				return d
			}
		}
		i += 2 + max(n, 2)
	}
	return 0
}

// pngDPI takes the pHYs chunk, which counts pixels per metre and must stand before the image data.
func pngDPI(data []byte) float64 {
	for i := 8; i+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[i:]))
		kind := string(data[i+4 : i+8])
		if n < 0 || n > len(data)-i-12 || kind == "IDAT" {
			return 0
		}
		if kind == "pHYs" && n == 9 && data[i+16] == 1 {
			return float64(binary.BigEndian.Uint32(data[i+8:])) * 0.0254
		}
		i += 12 + n
	}
	return 0
}

// tiffDPI takes XResolution, a fraction in dots per inch or centimetre.
func tiffDPI(data []byte) float64 {
	t := tags(data)
	at := int64(t[282])
	order := byteOrder(data)
	if order == nil || at <= 0 || at+8 > int64(len(data)) {
		return 0
	}
	num, den := float64(order.Uint32(data[at:])), float64(order.Uint32(data[at+4:]))
	if den == 0 {
		return 0
	}
	// ResolutionUnit 3 is the centimetre; 2, the inch, is the default.
	if t[296] == 3 {
		return num / den * 2.54
	}
	return num / den
}

// byteOrder tells the order of bytes from the first of them, nil if the data are no TIFF.
func byteOrder(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte("II*\x00")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("MM\x00*")):
		return binary.BigEndian
	}
	return nil
}

// tags returns the single values (or offsets) of the first directory of a TIFF file.
func tags(data []byte) map[uint16]uint32 {
	out := map[uint16]uint32{}
	order := byteOrder(data)
	if order == nil || len(data) < 8 {
		return out
	}
	at := int64(order.Uint32(data[4:]))
	if at+2 > int64(len(data)) {
		return out
	}
	n := int64(order.Uint16(data[at:]))
	for i := range min(n, 200) {
		p := at + 2 + i*12
		if p+12 > int64(len(data)) {
			break
		}
		value := order.Uint32(data[p+8:])
		// Type 3 is SHORT, which stands in the first two of the four bytes.
		if order.Uint16(data[p+2:]) == 3 {
			value = uint32(order.Uint16(data[p+8:]))
		}
		out[order.Uint16(data[p:])] = value
	}
	return out
}
