package font

// unlikely are the parts of 65536 that halve in twelve steps.
var unlikely = [12]uint32{65536, 61858, 58386, 55109, 52016, 49097, 46341, 43740, 41285, 38968, 36781, 34716}

// chance is how likely a 1 is by a byte of the model, of 65536.
func chance(b byte) uint32 {
	if b >= 128 {
		return 65536 - rare(b-128)
	}
	return rare(127 - b)
}

// rare falls from a half to a ten-thousandth in 128 steps.
func rare(step byte) uint32 { return unlikely[step%12] >> (1 + step/12) }

// An unpacker is a coder that reads what a packer wrote.
type unpacker struct {
	model          []byte
	in             []byte
	low, high, now uint32
}

func newUnpacker(model, in []byte) *unpacker {
	u := &unpacker{model: model, in: in, high: 1<<32 - 1}
	for range 4 {
		u.shift()
	}
	return u
}

// shift takes in the next byte; behind the last one there are zeros.
func (u *unpacker) shift() {
	u.now <<= 8
	if len(u.in) > 0 {
		u.now |= uint32(u.in[0])
		u.in = u.in[1:]
	}
}

// bit reads the bit that stands at a place of the model.
func (u *unpacker) bit(place, _ int) (b int) {
	middle := split(u.low, u.high, u.model[place])
	if u.now <= middle {
		u.high, b = middle, 1
	} else {
		u.low = middle + 1
	}
	for (u.low^u.high)>>24 == 0 {
		u.low, u.high = u.low<<8, u.high<<8|0xFF
		u.shift()
	}
	return b
}

// split divides a range by how likely a 1 is.
func split(low, high uint32, model byte) uint32 {
	return low + uint32(uint64(high-low)*uint64(chance(model))>>16) //nolint:gosec // within the range
}
