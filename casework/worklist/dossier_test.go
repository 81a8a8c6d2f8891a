package worklist_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/store"
)

// words returns the document part of a DOCX.
func words(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	must(t, err)
	f, err := z.Open("word/document.xml")
	must(t, err)
	b, err := io.ReadAll(f)
	must(t, err)
	return string(b)
}

// TestDossier: the tables that go with a case on paper say who did what when, the terms and the
// documents, never the title; who may see only the metadata gets no names of files.
func TestDossier(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 2)
	k := w.do(t, 31, w.do(t, 20, ks[0], "enter", &give{To: "31", Note: "专业对口"}), "ask", &letter{})
	get := func(who int64, which string) (int, string) {
		p := w.site(t, who).Get(fmt.Sprintf("/case/%d/dossier/%s/docx", k.ID, which))
		if p.Status != 200 {
			return p.Status, ""
		}
		return 200, words(t, p.Body)
	}
	_, flow := get(31, "flow")
	for _, s := range []string{"案件流程表", k.Number, "登记", "专业对口", "职员20", "要求补充", "答复期限", "5工作日", k.Due.String()} {
		if !strings.Contains(flow, s) {
			t.Errorf("%q is not in the course of the case", s)
		}
	}
	page := w.site(t, 31).Get(fmt.Sprintf("/case/%d", k.ID))
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		for _, e := range es {
			if hash := fmt.Sprintf("%x", e.Hash); len(hash) != 64 || !strings.Contains(flow, hash[:12]) || !strings.Contains(page.Body, hash[:12]) {
				t.Errorf("the event %s is shown without its hash %s", e.Move, hash)
			}
		}
		return err
	}))
	if _, party := get(10, "flow"); strings.Contains(party, "职员20") || !strings.Contains(party, "登记") {
		t.Error("the party is told who of the staff did it")
	}
	_, all := get(20, "contents")
	_, head := get(40, "contents")
	if !strings.Contains(all, "来信原件.pdf") || strings.Contains(head, "来信原件.pdf") {
		t.Error("the names of the files are shown to the wrong people")
	}
	if strings.Contains(flow+all, "秘密标题") {
		t.Error("the title is on paper")
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		if last := es[len(es)-1]; last.Move != casework.ReadMove || last.Actor != 20 {
			t.Errorf("taking out the names of the files left the event %s of %d", last.Move, last.Actor)
		}
		return err
	}))
	if status, _ := get(31, "other"); status != 404 {
		t.Errorf("a table that does not exist: %d", status)
	}
	p := w.site(t, 31).Get(fmt.Sprintf("/case/%d", k.ID))
	p.Check()
	p.Contains("同一申请主体的其他在办案件", ks[1].Number, "卷宗目录")
}

// TestPaperLinks: everybody who sees the case sees that a paper was issued, and only who may read it
// is led to it.
func TestPaperLinks(t *testing.T) {
	w := newWorld(t)
	k := w.do(t, 31, w.do(t, 20, w.letters(t, 1)[0], "enter", &give{To: "31"}), "end", &letter{})
	for who, leads := range map[int64]bool{10: true, 20: true, 31: true, 40: false} {
		s := w.site(t, who)
		p := s.Get(fmt.Sprintf("/case/%d", k.ID))
		p.Contains("办结通知书")
		links := regexp.MustCompile(`/case/\d+/paper/\d+`).FindAllString(p.Body, -1)
		if leads != (len(links) > 0) {
			t.Errorf("%d is led to %v", who, links)
		}
		for _, l := range links {
			if read := s.Get(l); read.Status != 200 {
				t.Errorf("%d: %s answers %d", who, l, read.Status)
			}
		}
	}
}
