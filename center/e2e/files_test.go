package e2e

import (
	"io/fs"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
	"time"
	separate "zhibao/casework/consent"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
)

// files counts the stored files.
func (w *world) files(t *testing.T) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(w.Dir, "data", "files"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && len(d.Name()) == 64 {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLeftFilesAreCollected: what a refused move left behind is removed, and nothing else: every file
// of every case and registration of the demo is still there to be read.
func TestLeftFilesAreCollected(t *testing.T) {
	w := lived(t)
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	whole := w.files(t)
	late := time.Now().Add(time.Hour)
	if n, err := w.Collect(t.Context(), late); n != 0 || err != nil {
		t.Fatalf("%d of %d files were taken for left over: %v", n, whole, err)
	}
	draft := int64(0)
	for range 20 {
		whole = w.files(t)
		if draft = w.twoAtOnce(t); w.files(t) == whole+2 {
			break // otherwise the second came too late to store anything
		}
	}
	if n := w.files(t); n != whole+2 {
		t.Fatalf("%d files, want %d", n, whole+2)
	}
	if n, err := w.Collect(t.Context(), time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("%d fresh files were removed: %v", n, err)
	}
	if n, err := w.Collect(t.Context(), late); n != 1 || err != nil || w.files(t) != whole+1 {
		t.Errorf("%d removed, %d left: %v", n, w.files(t), err)
	}
	w.opens(t, id)
	w.opens(t, draft)
	w.registrations(t)
}

// twoAtOnce sends two packages to a draft from two windows: both files are stored before one of the
// moves is refused.
func (w *world) twoAtOnce(t *testing.T) (draft int64) {
	t.Helper()
	draft = w.move(t, "qiye01", 0, "create", &create)
	k := w.read(t, draft)
	done := make(chan error)
	for i := range 2 {
		zip := pack(t, defective(0, i, nil).Filing(), filing.Options{})
		go func() {
			_, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "qiye01"), Case: draft, Expected: k.Version, Move: "upload",
				Input: &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("案卷包.zip", zip)}}})
			done <- err
		}()
	}
	if a, b := <-done, <-done; (a == nil) == (b == nil) {
		t.Fatalf("one of two is refused: %v, %v", a, b)
	}
	return draft
}

// opens downloads the originals of a case as its owner.
func (w *world) opens(t *testing.T, id int64) {
	t.Helper()
	if p := w.person(t, "qiye01").Get("/preexam/" + itoa(id) + "/original/1/0"); p.Status != http.StatusOK || len(p.Body) < 100 {
		t.Errorf("an original of case %d is gone: %d", id, p.Status)
	}
}

// registrations downloads the documents of the registrations as the clerk.
func (w *world) registrations(t *testing.T) {
	t.Helper()
	var ids []int64
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: "registration", PerPage: 100, NoTitles: true})
		for _, k := range l.Cases {
			ids = append(ids, k.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	clerk, read := w.person(t, "shouli1"), 0
	for _, id := range ids[:min(len(ids), 20)] {
		for _, path := range regexp.MustCompile(`/registration/file/\d+/\d+`).FindAllString(clerk.Get("/case/"+itoa(id)).Body, -1) {
			if p := clerk.Get(path); p.Status != http.StatusOK {
				t.Errorf("%s is gone: %d", path, p.Status)
			}
			read++
		}
	}
	if read < 20 {
		t.Errorf("only %d documents were looked at", read)
	}
}
