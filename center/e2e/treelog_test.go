package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework/treelog"
	"zhibao/center"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
)

// logged enters everything that has happened into the log of the center, as the job does each minute,
// and returns the size of the latest head.
func (w *world) logged(t testing.TB) int64 {
	t.Helper()
	log := &treelog.Log{DB: w.DB, Keys: w.Keys, Now: w.now}
	if _, err := log.Seal(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	var h *treelog.Head
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		h, err = treelog.Latest(t.Context(), tx, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.Size
}

// TestLogOfRecords: the auditor keeps a head outside; whoever holds a paper takes the proof that it stands
// in the log and has it checked, on a page and off line; and when somebody removes the last entries of the
// log and of the audit together, the head that was kept says so.
func TestLogOfRecords(t *testing.T) {
	slow(t)
	w := lived(t)
	id, _ := w.marked(t)
	_, verify := w.codes(t, id)
	size := w.logged(t)
	auditor := w.person(t, "auditor")
	page := auditor.Get("/admin/treelog")
	page.Check()
	page.Contains("最新树头", "签名有效", strconv.FormatInt(size, 10))
	auditor.Get("/admin/treelog?lang=en").NoHan()
	kept := []byte(auditor.Get(fmt.Sprintf("/admin/treelog/%d", size)).Body)
	if p := auditor.Get("/admin/treelog/1"); p.Status != http.StatusNotFound {
		t.Errorf("a head that was never signed: %d", p.Status)
	}

	nobody := w.visitor(t)
	nobody.Get("/verify?code="+verify).Contains("存证", "已记入")
	proof := []byte(nobody.Get("/verify/entry?code=" + verify).Body)
	var p treelog.Proof
	if err := json.Unmarshal(proof, &p); err != nil || p.Kind != treelog.OfPaper || p.Label == "" {
		t.Fatalf("%v %.200s", err, proof)
	}
	attach(t, nobody, "/verify/proof", "file", form.Bytes("证明.json", proof), nil).Contains("成立", "是本中心的公钥", p.Label, p.Hash)
	attach(t, nobody, "/verify/proof", "file", form.Bytes("证明.json", bytes.Replace(proof, []byte(p.Label), []byte(p.Label+"1"), 1)), nil).Contains("证明不成立")
	attach(t, nobody, "/verify/proof", "file", form.Bytes("证明.json", []byte("{}")), nil).Contains("不是存证证明")
	file := filepath.Join(t.TempDir(), "proof.json")
	if err := os.WriteFile(file, proof, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := center.CheckProof(&out, file); err != nil || !strings.Contains(out.String(), p.Label) {
		t.Errorf("off line: %v %s", err, &out)
	}

	w.person(t, "secadmin") // a sign-in is in the audit
	if w.logged(t) <= size {
		t.Error("nothing was added")
	}
	attach(t, auditor, "/admin/treelog?lang=zh", "file", form.Bytes("树头.txt", kept), nil).Contains("一致", "一条未改")
	attach(t, auditor, "/admin/treelog?lang=zh", "file", form.Bytes("树头.txt", bytes.Replace(kept, []byte("根 "), []byte("根 00"), 1)), nil).Contains("第 4 行")
	attach(t, auditor, "/admin/treelog?lang=zh", "file", form.Bytes("树头.txt", bytes.Replace(kept, []byte("条数 "), []byte("条数 1"), 1)), nil).Contains("签名无效")
	w.robbed(t, kept)
	w.witnessed(t, kept)
}

// witnessed has somebody outside sign the head that was kept: the center takes it once the key is registered, which
// two administrators agree to, and shows it; the head goes out to an address by mail once it is named.
func (w *world) witnessed(t *testing.T, kept []byte) {
	h, err := treelog.ParseHead(string(kept))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := seal.SignerOf(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	x, err := treelog.Testify(h, "示范省知识产权局", w.now(), signer)
	if err != nil {
		t.Fatal(err)
	}
	auditor, director := w.person(t, "auditor"), w.person(t, "zhuren")
	give := func() *webtest.Page {
		t.Helper()
		return attach(t, auditor, "/admin/treelog?lang=zh", "file", form.Bytes("见证.txt", []byte(x.Text())), nil)
	}
	give().Contains("没有登记")
	for key, value := range map[string]string{treelog.KeyWitnesses: x.Signer(), treelog.KeyMail: "shengju@sheng.example"} {
		director.Submit(director.Get("/admin/settings/"+key), "value", url.Values{"value": {value}, "from": {w.Office.Today().String()}, "reason": {"外存"}})
		consent(w.person(t, "sysadmin"), "agree")
		consent(auditor, "agree")
	}
	give().Contains("见证已保存", "示范省知识产权局")
	auditor.Get("/admin/treelog?lang=en").NoHan()
	var out bytes.Buffer
	if ok, err := center.Verify(t.Context(), &out, filepath.Join(w.Dir, "data"), "", nil); err != nil || !ok || !strings.Contains(out.String(), "见证 1 份") {
		t.Errorf("off line: %t %v %s", ok, err, &out)
	}
}

// robbed removes the end of the log and of the audit in a way that leaves both whole in themselves, and
// expects that the head that was kept outside tells; then everything is put back.
func (w *world) robbed(t *testing.T, kept []byte) {
	h, err := treelog.ParseHead(string(kept))
	if err != nil {
		t.Fatal(err)
	}
	undo := fmt.Errorf("undo")
	err = w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, act := range []string{
			fmt.Sprintf(`DELETE FROM treelog_leaf WHERE at >= %d`, h.Size-1), fmt.Sprintf(`DELETE FROM treelog_head WHERE size >= %d`, h.Size),
		} {
			if n, err := tx.Exec(t.Context(), act); err != nil || n == 0 {
				t.Fatalf("%s: %d, %v", act, n, err)
			}
		}
		if _, err := treelog.Extends(t.Context(), tx, 1, h); err == nil {
			t.Error("the end of the log is gone, and the head that was kept does not tell")
		}
		return undo
	})
	if err != undo {
		t.Fatal(err)
	}
	err = w.DB.Read(t.Context(), func(tx *store.Tx) error {
		v, err := treelog.Verify(t.Context(), tx, time.Now().Add(2*time.Hour))
		if len(v.Flaws) > 0 {
			t.Errorf("%q", v.Flaws)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
