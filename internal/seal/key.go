package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"encoding/hex"
	"runtime"
	"strconv"
	"sync"

	"github.com/emmansun/gmsm/sm4"

	"zhibao/internal/fault"
)

// An Algorithm is how text is sealed. It is the first byte of every sealed text, so texts of
// both kinds can be read whatever is configured for new ones.
type Algorithm byte

// AES256GCM is the default; SM4GCM (GB/T 32907) is for places that must use it.
const (
	AES256GCM Algorithm = 1
	SM4GCM    Algorithm = 2
)

const keySize = 32

// Overhead is how much longer a sealed text is: algorithm, nonce and tag.
const Overhead = 1 + 12 + 16

// A Key seals and opens the text of one case or one center. It is a reference: copies share
// the secret, which is wiped when the last is gone. The zero Key is not usable. Printing a
// Key shows its fingerprint.
type Key struct{ m *material }

// material is what the copies of a Key share.
type material struct {
	secret    *[keySize]byte
	algorithm Algorithm
	aeads     [SM4GCM + 1]func() cipher.AEAD
}

// newKey takes over secret and wipes the given slice.
func newKey(secret []byte, a Algorithm) Key {
	m := &material{secret: new([keySize]byte), algorithm: a}
	copy(m.secret[:], secret)
	clear(secret)
	for _, each := range []Algorithm{AES256GCM, SM4GCM} {
		m.aeads[each] = sync.OnceValue(func() cipher.AEAD { return m.aead(each) })
	}
	runtime.AddCleanup(m, func(s *[keySize]byte) { clear(s[:]) }, m.secret)
	return Key{m}
}

// randomKey makes a new key.
func randomKey(a Algorithm) Key {
	b := make([]byte, keySize)
	rand.Read(b)
	return newKey(b, a)
}

// Passing makes a key of the ring's algorithm that is stored nowhere: what it seals is gone with it.
func (r *Ring) Passing() Key { return randomKey(r.algorithm) }

// derive makes n bytes for a purpose. What is derived tells nothing about the secret or about
// what is derived for other purposes.
func (m *material) derive(purpose string, n int) []byte { return m.deriveBy(m.algorithm, purpose, n) }

// deriveBy derives with the digest of an algorithm, which need not be the one of the key: text that was
// sealed in another way stays readable.
func (m *material) deriveBy(a Algorithm, purpose string, n int) []byte {
	// The secret is wiped as soon as nobody holds m.
	defer runtime.KeepAlive(m)
	b, err := hkdf.Key(a.hash(), m.secret[:], nil, "zhibao/1/"+purpose, n)
	if err != nil {
		panic(err) // only for lengths that do not occur here
	}
	return b
}

// aead makes the cipher of an algorithm from a key of its own.
func (m *material) aead(a Algorithm) cipher.AEAD {
	var block cipher.Block
	var err error
	if a == SM4GCM {
		block, err = sm4.NewCipher(m.deriveBy(a, "sm4-gcm", 16))
	} else {
		block, err = aes.NewCipher(m.deriveBy(a, "aes-256-gcm", 32))
	}
	if err != nil {
		panic(err) // only for lengths that do not occur here
	}
	g, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return g
}

// AAD names the place of a sealed text: the case, the field and the version of the field. A
// text opens at its own place only, so that rows cannot be exchanged unnoticed.
func AAD(caseID int64, field string, version int64) string {
	return strconv.FormatInt(caseID, 10) + "/" + field + "/" + strconv.FormatInt(version, 10)
}

// Seal encrypts plain for the place aad. Equal texts give different results.
func (k Key) Seal(aad string, plain []byte) []byte {
	box := make([]byte, 13, Overhead+len(plain))
	box[0] = byte(k.m.algorithm)
	rand.Read(box[1:13])
	return k.m.aeads[k.m.algorithm]().Seal(box, box[1:13], plain, place(box[0], aad))
}

// Open decrypts what Seal made for the same place. It fails with seal.tampered if a single
// bit, the key or the place is another.
func (k Key) Open(aad string, box []byte) ([]byte, error) {
	if len(box) < Overhead || box[0] != byte(AES256GCM) && box[0] != byte(SM4GCM) {
		return nil, Tampered()
	}
	plain, err := k.m.aeads[box[0]]().Open(nil, box[1:13], box[13:], place(box[0], aad))
	if err != nil {
		return nil, Tampered()
	}
	return plain, nil
}

// place binds the algorithm, too, so that nobody can have a text read as another kind.
func place(algorithm byte, aad string) []byte {
	return append([]byte{algorithm}, aad...)
}

// Tampered is the fault for sealed text that was changed, moved or cut.
func Tampered() *fault.Error {
	return fault.New(fault.Internal, "seal.tampered",
		"加密内容校验失败：内容已被改动、截断，或不属于此处，系统已拒绝显示。请保留现场并联系系统管理员")
}

// MAC returns 32 bytes that only the holder of the key can make from data: for exact lookup
// of secret values, and for comparison between those who share the key. Results for
// different purposes have nothing in common.
func (k Key) MAC(purpose string, data []byte) []byte {
	h := hmac.New(k.m.algorithm.hash(), k.m.derive("mac/"+purpose, keySize))
	h.Write(data)
	return h.Sum(nil)
}

// Derive returns a key of its own for a purpose. Whoever has it learns nothing about k.
func (k Key) Derive(purpose string) Key {
	return newKey(k.m.derive("derive/"+purpose, keySize), k.m.algorithm)
}

// AEAD returns the bare cipher, for callers with their own framing who never use a nonce
// twice: use it on a derived key, with its algorithm beside the text.
func (k Key) AEAD(a Algorithm) (cipher.AEAD, error) {
	if a != AES256GCM && a != SM4GCM {
		return nil, Tampered()
	}
	return k.m.aeads[a](), nil
}

// Algorithm is what the key seals new text with.
func (k Key) Algorithm() Algorithm { return k.m.algorithm }

// Fingerprint identifies the key in logs and proofs without telling anything about it.
func (k Key) Fingerprint() string {
	return hex.EncodeToString(k.m.derive("fingerprint", 8))
}

// String keeps the secret out of whatever prints a Key.
func (k Key) String() string {
	if k.m == nil {
		return "seal.Key(none)"
	}
	return "seal.Key(" + k.Fingerprint() + ")"
}

// GoString is String.
func (k Key) GoString() string { return k.String() }
