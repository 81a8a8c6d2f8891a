package quorum

import "crypto/rand"

// The field is that of 256 elements with the polynomial x⁸+x⁴+x³+x+1. What is computed in it takes the same
// time whatever the secret is: no table is looked up by it and nothing branches on it.

// times multiplies two elements.
func times(a, b byte) (p byte) {
	for range 8 {
		p ^= a & -(b & 1)
		a = a<<1 ^ 0x1b&-(a>>7)
		b >>= 1
	}
	return p
}

// inverse returns the element by which a must be multiplied to become one: a to the power of 254.
func inverse(a byte) byte {
	out := byte(1)
	for range 7 {
		a = times(a, a)
		out = times(out, a)
	}
	return out
}

// deal makes shares of a secret, of which need together give it back and fewer tell nothing. Each is the
// place of the share, from 1 on, and one byte for each byte of the secret (Shamir, 1979).
func deal(secret []byte, parts, need int) [][]byte {
	out := make([][]byte, parts)
	for i := range out {
		out[i] = append(make([]byte, 0, len(secret)+1), byte(i+1))
	}
	random := make([]byte, need-1)
	defer clear(random)
	for _, s := range secret {
		rand.Read(random)
		for i := range out {
			x, y := byte(i+1), byte(0)
			for _, c := range random {
				y = times(y^c, x)
			}
			out[i] = append(out[i], y^s)
		}
	}
	return out
}

// gather returns the secret of shares with different places.
func gather(shares [][]byte) []byte {
	out := make([]byte, len(shares[0])-1)
	for i, s := range shares {
		weight := byte(1)
		for j, other := range shares {
			if i != j {
				weight = times(weight, times(other[0], inverse(other[0]^s[0])))
			}
		}
		for k := range out {
			out[k] ^= times(weight, s[k+1])
		}
	}
	return out
}
