package outage

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// pack makes an archive of files, each a name and its content; pressed differently it has another digest.
func pack(t *testing.T, method uint16, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		must(t, err)
		_, err = f.Write([]byte(files[i+1]))
		must(t, err)
	}
	must(t, w.Close())
	return b.String()
}

// A refiling is an arrival in its case, and what its party files there afterwards.
type refiling struct {
	*world
	k       *casework.Case
	outage  int64
	arrival string
	filed   []blob.Kept
}

// receive takes a package in and assigns it to a case.
func receive(t *testing.T, take func(*contingency.Desk) (*contingency.Receipt, error)) *refiling {
	t.Helper()
	w := newWorld(t)
	key := signer(t, 7)
	w.at("2026-11-23 09:00")
	x := &refiling{world: w, k: w.ask(t)}
	w.Filed = func(_ context.Context, _ *store.Tx, _ casework.Actor, id int64, since time.Time) (out []blob.Kept, err error) {
		for _, f := range x.filed {
			if id == x.k.ID && !f.At.Before(since) {
				out = append(out, f)
			}
		}
		return out, nil
	}
	x.file(t, "before.txt", "filed before the outage")
	x.outage = w.evening(t).Case
	w.at("2026-11-25 23:50")
	r, err := take(w.desk(t, key))
	must(t, err)
	w.at("2026-11-26 09:00")
	w.register(t, key)
	w.ingested(t, false)
	x.arrival = itoa(x.now(t, r.Number).ID)
	must(t, w.move(t, "负责人", x.outage, "assign", &Assign{Arrival: x.arrival, Number: x.k.Number, Basis: "本中心规定"}))
	return x
}

// now reads the arrival as it is.
func (x *refiling) now(t *testing.T, number string) (a *Arrival) {
	t.Helper()
	must(t, x.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		if number != "" {
			a, err = x.world.arrival(t.Context(), tx, caseworktest.CenterID, number)
			return err
		}
		all, err := x.arrivals(t.Context(), tx, `id = $1`, x.arrival)
		a = all[0]
		return err
	}))
	return a
}

// file stores a file in the case, as a procedure does.
func (x *refiling) file(t *testing.T, name, content string) {
	t.Helper()
	must(t, x.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := x.office.Keys.CaseKey(t.Context(), tx, x.k.ID)
		if err != nil {
			return err
		}
		ref, err := x.Blobs.Put(t.Context(), key, "test", strings.NewReader(content), 1<<20)
		x.filed = append(x.filed, blob.Kept{Ref: ref, Name: name, At: x.clock.At})
		return err
	}))
}

// compare compares, and says what came of it.
func (x *refiling) compare(t *testing.T) string {
	t.Helper()
	if err := x.move(t, "受理员", x.outage, "compare", &Compare{Arrival: x.arrival}); err != nil {
		return fault.CodeOf(err)
	}
	a := x.now(t, "").Again
	var all []string
	for _, p := range a.Parts {
		all = append(all, p.Name+" "+p.State)
	}
	return fmt.Sprintf("%s +%d", strings.Join(all, ", "), a.More)
}

// TestAgain: what is filed again is compared file by file with what was received, a difference waits for a head
// with a reason, and what is filed afterwards is compared anew, without the old decision.
func TestAgain(t *testing.T) {
	files := []string{"a.txt", "one", "docs/b.txt", "two", "c.txt", "three"}
	x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		return d.Take(t.Context(), "案卷.zip", strings.NewReader(pack(t, zip.Store, files...)))
	})
	if got := x.compare(t); got != "outage.none_filed" {
		t.Errorf("nothing was filed since: %s", got)
	}
	if err := x.move(t, "负责人", x.outage, "judge", &Judge{x.arrival, OnlySame, "理由"}); fault.CodeOf(err) != "outage.no_difference" {
		t.Errorf("nothing was compared: %v", err)
	}
	x.file(t, "补办.zip", pack(t, zip.Deflate, "a.txt", "one", "b.txt", "2", "d.txt", "four"))
	if got := x.compare(t); got != "a.txt same, c.txt missing, docs/b.txt other +1" {
		t.Errorf("some was changed: %s", got)
	}
	before := x.now(t, "")
	if !before.Again.Open() || before.Again.Seen != seenOf(x.filed[1:]) || before.Again.word() != "differs" {
		t.Errorf("%+v", before.Again)
	}
	if err := x.move(t, "受理员", x.outage, "judge", &Judge{x.arrival, OnlySame, "理由"}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a clerk decides: %v", err)
	}
	must(t, x.move(t, "负责人", x.outage, "judge", &Judge{x.arrival, OnlySame, " 当事人承认改动 "}))
	if a := x.now(t, "").Again; a.Open() || a.Reason != "当事人承认改动" || a.Decider != "负责人" || a.word() != "decided" {
		t.Errorf("%+v", a)
	}
	if err := x.move(t, "负责人", x.outage, "judge", &Judge{x.arrival, Refile, "再想"}); fault.CodeOf(err) != "outage.no_difference" {
		t.Errorf("decided twice: %v", err)
	}
	x.file(t, "c.txt", "three")
	x.file(t, "b.txt", "two")
	if got := x.compare(t); got != "a.txt same, c.txt same, docs/b.txt same +2" {
		t.Errorf("all was filed in the end: %s", got)
	}
	if a := x.now(t, "").Again; !a.Whole() || a.Decision != "" || a.word() != "same" {
		t.Errorf("%+v", a)
	}
	v, err := casework.Verify(t.Context(), x.office.DB)
	if err != nil || len(v.Flaws) != 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// TestAgainWhole: the package itself needs no look into it, one that is no archive is one file, and of a digest
// the file of that digest is the same. The control in each: one byte more.
func TestAgainWhole(t *testing.T) {
	broken := "PK\x03\x04 no archive at all"
	whole := pack(t, zip.Deflate, "a.txt", "one")
	for name, c := range map[string]struct{ call, content, changed string }{
		"archive": {"a.zip", whole, "a.txt missing +1"}, "broken": {"b.zip", broken, "b.zip other +0"}, "text": {"c.txt", "text", "c.txt other +0"}} {
		x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
			return d.Take(t.Context(), c.call, strings.NewReader(c.content))
		})
		x.file(t, c.call, c.content+"\n")
		if got := x.compare(t); got != c.changed {
			t.Errorf("%s, changed: %s", name, got)
		}
		x.file(t, "another name", c.content)
		if got := x.compare(t); !strings.HasPrefix(got, c.call+" same") {
			t.Errorf("%s: %s", name, got)
		}
	}
	var sum string
	x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		r, err := d.Take(t.Context(), "x", strings.NewReader("of a digest"))
		must(t, err)
		sum = r.SHA256
		return d.TakeDigest(sum, "")
	})
	all := x.now(t, "")
	if all.SHA256 != sum {
		t.Fatalf("%+v", all)
	}
	x.file(t, "y.txt", "of another")
	if got := x.compare(t); got != "- missing +1" {
		t.Errorf("a digest, another file: %s", got)
	}
	x.file(t, "z.txt", "of a digest")
	if got := x.compare(t); got != "- same +1" {
		t.Errorf("a digest: %s", got)
	}
	of := sm3.Sum([]byte("of a digest"))
	x = receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		return d.TakeDigest("", hex.EncodeToString(of[:]))
	})
	x.file(t, "y.txt", "of another")
	if got := x.compare(t); got != "- missing +1" {
		t.Errorf("SM3 alone, another file: %s", got)
	}
	x.file(t, "z.txt", "of a digest")
	if got := x.compare(t); got != "- same +1" {
		t.Errorf("SM3 alone: %s", got)
	}
}
