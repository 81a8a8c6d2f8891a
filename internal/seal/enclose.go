package seal

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/hex"

	"github.com/emmansun/gmsm/sm2"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// An Opener opens what was enclosed for it by those who know only its public key (SM2, GB/T 32918.4).
// Printing one tells nothing about the key.
type Opener struct{ key *sm2.PrivateKey }

// Opener returns the opener of a scope. Like a signer it is made from the key of the scope, which must be
// none that signs; tx must be one that writes at the first call.
func (r *Ring) Opener(ctx context.Context, tx *store.Tx, scope string) (_ *Opener, err error) {
	defer fault.Wrap(&err, "opening key of %s", scope)
	k, err := r.Scope(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	return &Opener{k.private()}, nil
}

// OpenerOf returns the opener whose private key is the secret, for those beside a center.
func OpenerOf(secret []byte) (*Opener, error) {
	s, err := SignerOf(secret)
	if err != nil {
		return nil, err
	}
	return &Opener{s.key}, nil
}

// Public returns the public key as an uncompressed point.
func (o *Opener) Public() []byte { return point(&o.key.PublicKey) }

// Open returns the key that Enclose made.
func (o *Opener) Open(box []byte) (Key, error) {
	secret, err := sm2.Decrypt(o.key, box)
	if err != nil || len(secret) != keySize {
		return Key{}, fault.New(fault.Invalid, "seal.enclosed", "不是为本中心的公钥（指纹 %s）加密的，或者已被改动，不能打开；请核对收件处使用的公钥", SignerID(o.Public())).Because(err)
	}
	return newKey(secret, SM4GCM), nil
}

// String keeps the key out of whatever prints an Opener.
func (o *Opener) String() string { return "seal.Opener(" + SignerID(o.Public()) + ")" }

// GoString is String.
func (o *Opener) GoString() string { return o.String() }

// Enclose makes a new key for one parcel, and the box from which only the holder of the private key takes it
// out again. Whoever made it can seal with it as long as it runs, and can read nothing later.
func Enclose(public []byte) (_ Key, box []byte, err error) {
	to, err := PublicKey(public)
	if err != nil {
		return Key{}, nil, err
	}
	secret := make([]byte, keySize)
	if _, err := rand.Read(secret); err != nil {
		return Key{}, nil, err
	}
	if box, err = sm2.EncryptASN1(rand.Reader, to, secret); err != nil {
		return Key{}, nil, err
	}
	return newKey(secret, SM4GCM), box, nil
}

// PublicKey reads an uncompressed point.
func PublicKey(public []byte) (*ecdsa.PublicKey, error) {
	key, err := sm2.NewPublicKey(public)
	if err != nil {
		return nil, fault.New(fault.Invalid, "seal.public", "公钥 %s 不是 SM2 公钥，请重新取得公钥文件", hex.EncodeToString(public[:min(len(public), 8)])).Because(err)
	}
	return key, nil
}
