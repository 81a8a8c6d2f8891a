package document_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// sealing turns the electronic seal of the center on.
func (b *bench) sealing(value string) {
	b.t.Helper()
	err := b.o.DB.Write(b.t.Context(), func(tx *store.Tx) error {
		return b.o.Settings.Set(b.t.Context(), tx, b.o.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "document.seal", Value: value, From: b.o.Today(), At: b.o.Now().UnixMicro()})
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) seal(p *document.Paper) (g *document.Signature) {
	b.t.Helper()
	err := b.o.DB.Read(b.t.Context(), func(tx *store.Tx) (err error) {
		g, err = document.SignatureOf(b.t.Context(), tx, p)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return g
}

// flaws says what verification finds after a change of the database, which is taken back.
func (b *bench) flaws(change string) string {
	b.t.Helper()
	var said []string
	stop := errors.New("undo")
	err := b.o.DB.Write(b.t.Context(), func(tx *store.Tx) error {
		if change != "" {
			if n, err := tx.Exec(b.t.Context(), change); err != nil || n == 0 {
				b.t.Fatalf("%s: %d rows, %v", change, n, err)
			}
		}
		flaws, err := document.Verify(b.t.Context(), tx)
		for _, f := range flaws {
			said = append(said, f.String())
		}
		return errors.Join(err, stop)
	})
	if !errors.Is(err, stop) {
		b.t.Fatal(err)
	}
	return strings.Join(said, "\n")
}

// TestSealOfTheCenter: with the setting on, each paper is signed with SM2 over its number and digest, and
// whatever is changed about it is noticed.
func TestSealOfTheCenter(t *testing.T) {
	b := newBench(t)
	before, _, err := b.issue(document.Draft{Party: 100, Series: "前"})
	if err != nil || b.seal(before) != nil {
		t.Fatalf("sealed although nobody asked for it: %v", err)
	}
	b.sealing(document.OwnSeal)
	p, _, err := b.issue(document.Draft{Party: 100, Series: "后"})
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := b.issue(document.Draft{Party: 100, Series: "后"})
	if err != nil {
		t.Fatal(err)
	}
	g := b.seal(p)
	if g == nil || !g.Valid || g.Name != "中国（示范）知识产权保护中心" || g.Signer != b.seal(other).Signer || !seal.Signed(g.Public, document.Message(p.Number, p.Digest), g.Value) {
		t.Fatalf("%+v", g)
	}
	if public, name, err := seal.CertifiedKey(g.Certificate); err != nil || string(public) != string(g.Public) || name != g.Name {
		t.Errorf("certificate of %s, %v", name, err)
	}
	if said := b.flaws(""); said != "" {
		t.Fatal(said)
	}
	id := strconv.FormatInt(p.ID, 10)
	for change, want := range map[string]string{
		`DELETE FROM document_signature WHERE paper_id = ` + id: "的电子签章不存在",
		`UPDATE document_signature SET signature = (SELECT signature FROM document_signature WHERE paper_id <> ` + id + ` LIMIT 1) WHERE paper_id = ` + id: "的电子签章无效",
		`UPDATE document_signer SET public = certificate`:                                        "的电子签章无效",
		`UPDATE document_signature SET signer = '' WHERE paper_id = ` + id:                       "的电子签章无效",
		`UPDATE document_signature SET provider = 'outside', signer = '' WHERE paper_id = ` + id: "与出具时的记录不符",
	} {
		if said := b.flaws(change); !strings.Contains(said, want) {
			t.Errorf("%s: found %q", change, said)
		}
	}
}

// TestSealFromOutside: a seal service is given the number and the digest alone, and its answer counts only
// if it is a signature over the paper.
func TestSealFromOutside(t *testing.T) {
	b := newBench(t)
	b.sealing(document.OutsideSeal)
	p, _, err := b.issue(document.Draft{Party: 100, Series: "外"})
	if err != nil {
		t.Fatal(err)
	}
	folder, name := t.TempDir(), strconv.FormatInt(p.ID, 10)+".json"
	exchange := func(n, bad int) {
		t.Helper()
		got, wrong, err := document.Exchange(context.Background(), b.o.DB, folder, b.o.Now())
		if err != nil || got != n || len(wrong) != bad {
			t.Fatalf("%d sealed, %q bad, %v; want %d, %d", got, wrong, err, n, bad)
		}
	}
	exchange(0, 0)
	exchange(0, 0) // asked once
	raw, err := os.ReadFile(filepath.Join(folder, "out", name))
	if err != nil {
		t.Fatal(err)
	}
	var ask document.SealRequest
	if err := json.Unmarshal(raw, &ask); err != nil || ask.Digest != p.Digest || ask.Number != p.Number || strings.Contains(string(raw), "收到") {
		t.Fatalf("%s, %v", raw, err)
	}
	if g := b.seal(p); g == nil || g.Valid || g.Signer != "" || b.flaws("") != "" {
		t.Errorf("while the service has not answered: %+v", g)
	}
	message, err := base64.StdEncoding.DecodeString(ask.Message)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(over []byte) {
		t.Helper()
		body := service(t, b.o, ask.Paper, over)
		if err := os.WriteFile(filepath.Join(folder, "in", name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	answer([]byte("another message"))
	exchange(0, 1)
	answer(message)
	exchange(1, 0)
	if g := b.seal(p); !g.Valid || g.Provider != document.OutsideSeal || g.Name != "签章服务" || b.flaws("") != "" {
		t.Errorf("%+v %s", g, b.flaws(""))
	}
	exchange(0, 0)
	if _, err := os.Stat(filepath.Join(folder, "out", name)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the request is still there: %v", err)
	}
}

// service answers as a seal service with a key of its own.
func service(t *testing.T, o *casework.Office, paper string, message []byte) []byte {
	t.Helper()
	var s *seal.Signer
	err := o.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		s, err = o.Keys.Signer(t.Context(), tx, "service")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sig, err := s.Sign(message)
	if err != nil {
		t.Fatal(err)
	}
	der, err := s.Certificate("签章服务", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(document.SealAnswer{Paper: paper, Signature: base64.StdEncoding.EncodeToString(sig), Certificate: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))})
	if err != nil {
		t.Fatal(err)
	}
	return body
}
