package imagery

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
)

// An Origin is what a picture file tells of how it was taken, as far as it matters here.
type Origin struct {
	Turn    int  // EXIF orientation 1 to 8; 1 is upright, and what is not stated
	Located bool // it says where it was taken
	Told    bool // it has EXIF data at all
}

// OriginOf reads the EXIF data of a JPEG, PNG or WebP file. What cannot be read states nothing.
func OriginOf(data []byte) Origin {
	o := Origin{Turn: 1}
	t := exif(data)
	if len(t) < 8 {
		return o
	}
	o.Told = true
	var order binary.ByteOrder = binary.BigEndian
	if t[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at < 8 || at+2 > int64(len(t)) {
		return o
	}
	for i, n := int64(0), int64(order.Uint16(t[at:])); i < n; i++ {
		e := at + 2 + 12*i
		if e+12 > int64(len(t)) {
			break
		}
		switch order.Uint16(t[e:]) {
		case 0x0112:
			if v := int(order.Uint16(t[e+8:])); v >= 1 && v <= 8 {
				o.Turn = v
			}
		case 0x8825:
			o.Located = true
		}
	}
	return o
}

// exif finds the TIFF structure that holds the EXIF data, or nothing.
func exif(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xd8}):
		return exifOfJPEG(data)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return chunk(data[8:], "eXIf", 4, 0, binary.BigEndian)
	case len(data) > 12 && bytes.HasPrefix(data, []byte("RIFF")) && string(data[8:12]) == "WEBP":
		t := chunk(data[12:], "EXIF", 0, 4, binary.LittleEndian)
		return bytes.TrimPrefix(t, []byte("Exif\x00\x00"))
	}
	return nil
}

func exifOfJPEG(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		kind, n := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if kind == 0xda || n < 2 || at+2+n > len(data) {
			break
		}
		if seg := data[at+4 : at+2+n]; kind == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			return seg[6:]
		}
		at += 2 + n
	}
	return nil
}

// chunk finds the chunk with the name. Its length stands at byte size of the head and its name at byte name;
// what follows the content is a checksum of 4 bytes in a PNG and padding to an even place in a WebP.
func chunk(data []byte, want string, name, size int, order binary.ByteOrder) []byte {
	for len(data) >= 8 {
		n := int64(order.Uint32(data[size:]))
		if n > int64(len(data)-8) {
			return nil
		}
		if string(data[name:name+4]) == want {
			return data[8 : 8+n]
		}
		n += 8
		if name == 4 {
			n += 4
		} else {
			n += n % 2
		}
		if n > int64(len(data)) {
			return nil
		}
		data = data[n:]
	}
	return nil
}

// Upright turns a picture as its EXIF orientation says.
func Upright(img image.Image, turn int) image.Image {
	if turn <= 1 || turn > 8 {
		return img
	}
	b := img.Bounds()
	src := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	w, h := b.Dx(), b.Dy()
	if turn >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch turn {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return out
}
