package seal

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"hash"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// sm3Mark stands before a digest in SM3 that is kept as a link of a chain. One in SHA-256 has nothing before
// it, as all have from before there was a choice: each says by its length which it is.
const sm3Mark = byte(SM4GCM)

// Sum is a digest as a link of a chain is kept, in the function of the provider, over what write writes.
func (p Provider) Sum(write func(hash.Hash)) []byte {
	if p == SM {
		h := sm3.New()
		write(h)
		return h.Sum([]byte{sm3Mark})
	}
	h := sha256.New()
	write(h)
	return h.Sum(nil)
}

// Summed is the provider in whose function a link was made, whatever the center has now.
func Summed(link []byte) Provider {
	if len(link) == 1+sm3.Size && link[0] == sm3Mark {
		return SM
	}
	return International
}

// Provider is the family of algorithms that the center chose; without keys, as in tests, the default.
func (r *Ring) Provider() Provider {
	if r != nil && r.algorithm == SM4GCM {
		return SM
	}
	return International
}

// A Hand signs. The public key tells by its length how: a point of SM2 has 65 bytes, a key of Ed25519 has 32.
type Hand interface {
	Sign(message []byte) ([]byte, error)
	Public() []byte
}

// edwards signs with Ed25519 (RFC 8032).
type edwards struct{ key ed25519.PrivateKey }

// Sign signs a message.
func (e edwards) Sign(message []byte) ([]byte, error) { return ed25519.Sign(e.key, message), nil }

// Public returns the public key.
func (e edwards) Public() []byte { return e.key.Public().(ed25519.PublicKey) }

// String keeps the key out of whatever prints it.
func (e edwards) String() string { return "seal.Hand(" + SignerID(e.Public()) + ")" }

// GoString is String.
func (e edwards) GoString() string { return e.String() }

// Hand returns what signs for a scope in the way of a provider, made from the key of the scope as that of
// Signer is; tx must be one that writes at the first call.
func (r *Ring) Hand(ctx context.Context, tx *store.Tx, scope string, p Provider) (_ Hand, err error) {
	defer fault.Wrap(&err, "signing hand of %s", scope)
	if p == SM {
		return r.Signer(ctx, tx, scope)
	}
	k, err := r.Scope(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	seed := k.m.derive("ed25519", ed25519.SeedSize)
	defer clear(seed)
	return edwards{ed25519.NewKeyFromSeed(seed)}, nil
}

// HandOf is the provider in whose way a public key signs.
func HandOf(public []byte) Provider {
	if len(public) == ed25519.PublicKeySize {
		return International
	}
	return SM
}
