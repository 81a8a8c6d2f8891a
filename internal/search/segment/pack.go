package segment

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// blockSize is how many documents stand in a block of postings.
const blockSize = 128

// slack is how many bytes beyond packed numbers are read with them. They are always there, because
// the table of sections ends the file.
const slack = 8

// pack appends numbers, all in the same number of bits above their least.
func pack(dst []byte, v []uint32) []byte {
	least, most := v[0], v[0]
	for _, x := range v {
		least, most = min(least, x), max(most, x)
	}
	width := bits.Len32(most - least)
	dst = binary.AppendUvarint(dst, uint64(least))
	dst = append(dst, byte(width))
	if width == 0 {
		return dst
	}
	var acc uint64
	have := 0
	for _, x := range v {
		acc |= uint64(x-least) << have
		for have += width; have >= 8; have -= 8 {
			dst = append(dst, byte(acc))
			acc >>= 8
		}
	}
	if have > 0 {
		dst = append(dst, byte(acc))
	}
	return dst
}

// unpack reads as many numbers as out holds and returns how many bytes they took.
func unpack(src []byte, out []uint32) int {
	least, n := binary.Uvarint(src)
	if n <= 0 || src[n] > 32 {
		panic(damage("packed numbers"))
	}
	width := uint(src[n])
	n++
	if width == 0 {
		for i := range out {
			out[i] = uint32(least)
		}
		return n
	}
	src = src[n:]
	mask := uint64(1)<<width - 1
	bit := uint(0)
	for i := range out {
		out[i] = uint32(least + binary.LittleEndian.Uint64(src[bit>>3:])>>(bit&7)&mask)
		bit += width
	}
	return n + int(bit+7)>>3
}

// lengthStep is how many lengths of texts are told apart between a length and its double.
const lengthStep = 8

// Norm is the length of a text in one byte, about 9 % a step.
func Norm(length uint64) byte {
	return byte(min(255, math.Round(lengthStep*math.Log2(1+float64(length)))))
}

// Length is the length that a norm stands for.
func Length(norm byte) float64 { return math.Exp2(float64(norm)/lengthStep) - 1 }
