package evidence_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/big"
	"testing"
	"time"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/evidence"
	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// photograph is a JPEG of 40 by 20 pixels, red on the left, with the note that the camera was held
// upright (orientation 6) and a place where it was taken.
func photograph(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			c := color.RGBA{B: 255, A: 255}
			if x < 20 {
				c = color.RGBA{R: 255, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, img, nil))
	// Two entries in one directory: orientation 6, and a text that stands for the place.
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00GPS 30.2741N 120.1551E"
	n := len(exif) + 2
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(n >> 8), byte(n)}, exif...)
	return append(head, out.Bytes()[2:]...)
}

func TestPicture(t *testing.T) {
	raw := photograph(t)
	out, err := evidence.Picture(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	if bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("Exif")) {
		t.Error("the picture still says where it was taken")
	}
	img, err := jpeg.Decode(bytes.NewReader(out))
	must(t, err)
	if b := img.Bounds(); b.Dx() != 20 || b.Dy() != 40 {
		t.Fatalf("turned to %v", b)
	}
	// What was left is above, once the picture stands upright.
	if r, _, b, _ := img.At(10, 5).RGBA(); r < b {
		t.Error("the picture stands on its head")
	}
	for _, bad := range [][]byte{[]byte("no picture"), raw[:60], nil} {
		if _, err := evidence.Picture(bytes.NewReader(bad), int64(len(bad))); fault.CodeOf(err) != "evidence.picture" {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}

func FuzzPicture(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x20Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"))
	f.Fuzz(func(_ *testing.T, raw []byte) { _, _ = evidence.Picture(bytes.NewReader(raw), int64(len(raw))) })
}

// authority makes tokens as a time-stamping authority does.
func authority(t *testing.T, content []byte, at time.Time) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "示范时间戳服务"}, NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(9, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	must(t, err)
	parsed, err := smx509.ParseCertificate(der)
	must(t, err)
	sum := sha256.Sum256(content)
	info, err := asn1.Marshal(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint struct {
			Algorithm pkix.AlgorithmIdentifier
			Digest    []byte
		}
		Serial *big.Int
		Time   time.Time `asn1:"generalized"`
	}{1, asn1.ObjectIdentifier{1, 2, 3}, struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}, sum[:]}, big.NewInt(7), at})
	must(t, err)
	signed, err := pkcs7.NewSignedData(info)
	must(t, err)
	signed.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	must(t, signed.AddSigner(parsed, key, pkcs7.SignerInfoConfig{}))
	token, err := signed.Finish()
	must(t, err)
	return token
}

// TestStamp: a token of an authority is kept with the file that it covers, and with no other.
func TestStamp(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	content := []byte("%PDF-1.7\nstamped\n%%EOF")
	w.Do(10, k, "exhibit", exhibit("面单", form.Bytes("a.pdf", content)))
	w.Do(10, k, "exhibit", exhibit("发票", form.Bytes("b.pdf", []byte("%PDF-1.7\nother\n%%EOF"))))
	at := time.Date(2026, 1, 5, 1, 2, 3, 0, time.UTC)
	token := authority(t, content, at)
	xs := w.Of(31, k)
	attach := func(i int, token []byte) error {
		_, err := w.Try(31, k, "stamp_exhibit", &evidence.Attach{Exhibit: fmt.Sprint(xs[i].ID), Token: form.Bytes("t.tsr", token)})
		return err
	}
	code(t, attach(1, token), "evidence.stamp_other")
	code(t, attach(0, []byte("0\x03abc")), "evidence.stamp")
	must(t, attach(0, token))
	response, err := asn1.Marshal(struct {
		Status struct{ N int }
		Token  asn1.RawValue
	}{Token: asn1.RawValue{FullBytes: token}})
	must(t, err)
	must(t, attach(0, response))
	forged := bytes.Replace(bytes.Clone(token), []byte("20260105010203Z"), []byte("20200105010203Z"), 1)
	must(t, attach(0, forged))
	s := w.Of(10, k)[0].Stamps
	if len(s) != 3 || !s[0].Time.Equal(at) || !s[0].Valid || s[0].By == "" || s[0].File != xs[0].Files[0].SHA256 || !s[1].Valid {
		t.Errorf("stamps %+v", s)
	}
	if s[2].Valid {
		t.Error("a token whose time was changed counts as valid")
	}
}
