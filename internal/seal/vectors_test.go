package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPublishedVectors holds the algorithms against the examples of their standards, so that a changed
// library, or one built wrongly for a machine, is noticed here and not by whom it cuts off from its text.
func TestPublishedVectors(t *testing.T) {
	sum3, sum2 := sm3.Sum([]byte("abc")), sha256.Sum256([]byte("abc"))
	key := unhex(t, "0123456789abcdeffedcba9876543210")
	four, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 16)
	four.Encrypt(block, key)
	gcm4, err := cipher.NewGCM(four)
	if err != nil {
		t.Fatal(err)
	}
	box4 := gcm4.Seal(nil, unhex(t, "00001234567800000000abcd"), unhex(t, "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"),
		unhex(t, "feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	a, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		source    string
		got, want string
	}{
		{"SM3, GB/T 32905 (GM/T 0004) A.1", fmt.Sprintf("%x", sum3), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
		{"SM4, GB/T 32907 (GM/T 0002) A.1", fmt.Sprintf("%x", block), "681edf34d206965e86b3e94f536e4246"},
		{"SM4-GCM, RFC 8998 A.1", fmt.Sprintf("%x", box4), "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec"},
		{"SHA-256, FIPS 180-4", fmt.Sprintf("%x", sum2), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"AES-256-GCM, NIST SP 800-38D, case 14", fmt.Sprintf("%x", gcm.Seal(nil, make([]byte, 12), make([]byte, 16), nil)), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
	} {
		if v.got != v.want {
			t.Errorf("%s: %s, want %s", v.source, v.got, v.want)
		}
	}
	// GB/T 32918.5 (GM/T 0003.5) A.2: a signature by the recommended curve.
	private, err := sm2.NewPrivateKey(unhex(t, "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"))
	if err != nil {
		t.Fatal(err)
	}
	if p := hex.EncodeToString(point(&private.PublicKey)); p != "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13" {
		t.Errorf("SM2 public key %s", p)
	}
	r, _ := new(big.Int).SetString("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3", 16)
	s, _ := new(big.Int).SetString("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", 16)
	if !sm2.VerifyWithSM2(&private.PublicKey, nil, []byte("message digest"), r, s) || sm2.VerifyWithSM2(&private.PublicKey, nil, []byte("message digesT"), r, s) {
		t.Error("the signature of the standard does not hold, or holds for another message")
	}
}
