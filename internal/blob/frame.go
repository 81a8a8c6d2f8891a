package blob

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"

	"zhibao/internal/seal"
)

// Sizes in bytes.
const (
	magic       = "ZHIBAO1\n"
	saltSize    = 32
	headerSize  = len(magic) + 1 + saltSize
	frameText   = 64 << 10
	tagSize     = 16
	frameSize   = frameText + tagSize
	trailerText = 32 + 8
	trailerSize = trailerText + tagSize
)

// A framer seals and opens the parts of one file.
type framer struct {
	aead   cipher.AEAD
	header []byte
	place  []byte // header and place, bound to every frame
}

// newFramer makes the cipher of the file that begins with header.
func newFramer(key seal.Key, place string, header []byte) (*framer, error) {
	if len(header) != headerSize || !bytes.HasPrefix(header, []byte(magic)) {
		return nil, damaged()
	}
	own := key.Derive("blob/" + hex.EncodeToString(header[len(magic)+1:]))
	aead, err := own.AEAD(seal.Algorithm(header[len(magic)]))
	if err != nil {
		return nil, damaged()
	}
	return &framer{aead, header, append(bytes.Clone(header), place...)}, nil
}

// newHeader begins a file with a key that no other file has.
func newHeader(a seal.Algorithm) []byte {
	h := make([]byte, headerSize)
	copy(h, magic)
	h[len(magic)] = byte(a)
	rand.Read(h[len(magic)+1:])
	return h
}

const trailerKind = 1

// nonce is the number of the frame and whether it is the trailer. The key belongs to this
// file alone, so no nonce occurs twice.
func nonce(n int64, kind uint32) []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, 12), uint64(n))
	return binary.BigEndian.AppendUint32(b, kind)
}

// seal appends frame n to dst.
func (f *framer) seal(dst []byte, n int64, text []byte) []byte {
	return f.aead.Seal(dst, nonce(n, 0), text, f.place)
}

// open decrypts frame n into dst's room.
func (f *framer) open(dst []byte, n int64, box []byte) ([]byte, error) {
	text, err := f.aead.Open(dst, nonce(n, 0), box, f.place)
	if err != nil {
		return nil, damaged()
	}
	return text, nil
}

// sealTrailer makes the end of the file, without which it does not open.
func (f *framer) sealTrailer(sum [32]byte, size int64) []byte {
	text := binary.BigEndian.AppendUint64(sum[:], uint64(size))
	return f.aead.Seal(nil, nonce(0, trailerKind), text, f.place)
}

// openTrailer decrypts what sealTrailer made.
func (f *framer) openTrailer(box []byte) (sum [32]byte, size int64, err error) {
	text, err := f.aead.Open(nil, nonce(0, trailerKind), box, f.place)
	if err != nil || len(text) != trailerText {
		return sum, 0, damaged()
	}
	return [32]byte(text), int64(binary.BigEndian.Uint64(text[32:])), nil
}

// frames returns how many frames hold a text of that size.
func frames(size int64) int64 { return (size + frameText - 1) / frameText }

// fileSize returns the length of the file for a text of that size.
func fileSize(size int64) int64 {
	return int64(headerSize) + size + frames(size)*tagSize + trailerSize
}
