package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

// exhibit is what is handed in: the words are in every field in which somebody could find them.
func exhibit(words string, files ...form.File) *evidence.Submit {
	in := &evidence.Submit{}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form, in.Files = words, "书证", "证明"+words, "来源"+words, "原件", files
	return in
}

func secret(words string, files ...form.File) *evidence.Submit {
	in := exhibit(words, files...)
	in.Secret, in.Why = true, "含有"+words+"的秘密"
	return in
}

func numbers(xs []evidence.Exhibit) (out []string) {
	for _, x := range xs {
		out = append(out, x.Number)
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if got := fault.CodeOf(err); got != want || err == nil {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestHandIn(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	content := []byte("%PDF-1.7\nlabel of the parcel\n%%EOF")
	w.Do(10, k, "exhibit", exhibit("面单", form.Bytes("面单.pdf", content)))
	w.Do(11, k, "exhibit", exhibit("签收单"))
	w.Do(13, k, "exhibit", exhibit("监控")) // the agency, for the same side
	w.Do(12, k, "exhibit", exhibit("照片"))
	in := &evidence.Collect{Holder: "快递站", Place: "某路1号"}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form = "称重记录", "电子数据", "证明重量", "快递站电脑", "复制件"
	w.Do(31, k, "collect", in)
	xs := w.Of(31, k)
	if got := numbers(xs); !slices.Equal(got, []string{"申1", "收1", "收2", "收3", "职1"}) {
		t.Fatalf("numbers %v", got)
	}
	if xs[2].Party != parceltest.Receiver || xs[3].Party != parceltest.Other || xs[4].Party != 0 {
		t.Errorf("handed in for %d, %d and %d", xs[2].Party, xs[3].Party, xs[4].Party)
	}
	f, sum, other := xs[0].Files[0], sha256.Sum256(content), sm3.Sum(content)
	if f.SHA256 != hex.EncodeToString(sum[:]) || f.SM3 != hex.EncodeToString(other[:]) || f.Media != "application/pdf" || f.Size != int64(len(content)) {
		t.Errorf("stored as %+v", f)
	}
	w.Read(func(tx *store.Tx) error {
		r, err := w.Evidence.Open(t.Context(), tx, w.Office, &xs[0], 0)
		must(t, err)
		defer r.Close()
		got, err := io.ReadAll(r)
		if !bytes.Equal(got, content) {
			t.Errorf("the file reads %q", got)
		}
		held, e := casework.FileHeld(t.Context(), tx, f.Blob)
		if e != nil || !held {
			t.Errorf("the file is not held (%v)", e)
		}
		return err
	})
	if c := xs[0].Custody; len(c) != 1 || c[0].What != "接收" {
		t.Errorf("custody begins with %+v", c)
	}
	if c := xs[4].Custody; len(c) != 2 || c[1].From != "快递站" || c[1].Place != "某路1号" {
		t.Errorf("custody of what was collected: %+v", c)
	}
}

// TestSealed: to whom a sealed exhibit does not exist, it leaves no trace for either, before and after
// the decision.
func TestSealed(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(11, k, "exhibit", exhibit("公开一"))
	w.Do(11, k, "exhibit", secret("配方"))
	w.Do(11, k, "exhibit", exhibit("公开二"))
	open, all := []string{"收1", "收2"}, []string{"收1", "收密1", "收2"}
	see := func(when string, seen map[int64][]string) {
		t.Helper()
		for who, want := range seen {
			if got := numbers(w.Of(who, k)); !slices.Equal(got, want) {
				t.Errorf("%s, %d sees %v, want %v", when, who, got, want)
			}
		}
	}
	// 12 is of the same side, but of another company; 32 is a colleague who has nothing to do with it.
	see("asked", map[int64][]string{11: all, 13: all, 10: open, 12: open, 31: all, 33: all, 20: open, 32: nil, 40: nil, 50: nil, 14: nil})
	id := w.Of(11, k)[1].ID
	w.Do(31, k, "decide_secret", &evidence.DecideSecret{Exhibit: fmt.Sprint(id), Decision: "seal", Why: "确属商业秘密"})
	see("sealed", map[int64][]string{11: all, 10: open, 12: open, 31: all, 40: nil})
	now := w.Get(k.ID)
	w.Read(func(tx *store.Tx) error {
		for _, who := range []int64{10, 12} {
			events, err := w.Office.EventsFor(t.Context(), tx, parceltest.People(who), now)
			must(t, err)
			for _, e := range events {
				if strings.Contains(e.Meta.Notes["what"], "密") || e.Move == evidence.MoveDecide {
					t.Errorf("%d reads of %s %v in the history", who, e.Move, e.Meta.Notes)
				}
			}
		}
		return nil
	})
	// What somebody else did meanwhile is told in a refusal, but not this.
	_, err := w.Office.Move(t.Context(), casework.Request{Actor: parceltest.People(10), Case: k.ID, Move: evidence.MoveSubmit, Input: exhibit("迟"), Expected: k.Version})
	if m := fault.MessageOf(err); strings.Contains(m, "保密") || fault.CodeOf(err) != "case.version" {
		t.Errorf("a refusal tells %q", m)
	}
	_, err = w.Try(10, k, "answer_exhibit", &evidence.Answer{Exhibits: []string{fmt.Sprint(id)}, Authentic: "认可", Legal: "认可", Relevant: "认可"})
	code(t, err, "evidence.missing")
	_, err = w.Try(12, k, "ask_secret", &evidence.AskSecret{Exhibit: fmt.Sprint(w.Of(12, k)[0].ID), Why: "别人的证据"})
	code(t, err, "evidence.not_own")

	// A head to whom the case is opened for a time reads all of it.
	p, err := w.Office.AskOpening(t.Context(), parceltest.People(40), k.ID, "审批需要核对证据")
	must(t, err)
	must(t, w.Office.DecideOpening(t.Context(), parceltest.People(41), p.ID, true, "同意查阅一小时"))
	see("opened", map[int64][]string{40: all, 41: nil})

	w.Do(11, k, "ask_secret", &evidence.AskSecret{Exhibit: fmt.Sprint(w.Of(11, k)[0].ID), Why: "后来发现是秘密"})
	see("asked later", map[int64][]string{10: {"收2"}, 11: all})
	w.Do(31, k, "decide_secret", &evidence.DecideSecret{Exhibit: fmt.Sprint(w.Of(11, k)[0].ID), Decision: "open", Why: "不属于商业秘密"})
	see("refused", map[int64][]string{10: open, 12: open, 11: all})
}

func TestAnswers(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, "exhibit", exhibit("面单"))
	id := fmt.Sprint(w.Of(10, k)[0].ID)
	yes := evidence.Answer{Exhibits: []string{id}, Authentic: "认可", Legal: "认可", Relevant: "认可"}
	no := yes
	no.Relevant = "不认可"
	_, err := w.Try(11, k, "answer_exhibit", &no)
	code(t, err, "evidence.contested")
	_, err = w.Try(10, k, "answer_exhibit", &yes)
	code(t, err, "evidence.own")
	no.Text = "与本案无关"
	w.Do(11, k, "answer_exhibit", &no)
	// The counter answers for a party that calls, and has to say so.
	_, err = w.Try(20, k, "answer_exhibit", &yes)
	code(t, err, "case.behalf")
	yes.For = fmt.Sprint(parceltest.Other)
	_, err = w.Try(20, k, "answer_exhibit", &yes)
	code(t, err, "case.behalf_told")
	yes.How, yes.Told = "电话", "11月28日10时李某来电"
	w.Do(20, k, "answer_exhibit", &yes)
	os := w.Of(10, k)[0].Opinions
	if len(os) != 2 || os[0].Party != parceltest.Receiver || os[1].Party != parceltest.Other || os[0].Words() != "真实性认可，合法性认可，关联性不认可：与本案无关" {
		t.Errorf("opinions %+v", os)
	}
}

func TestAdmission(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, "exhibit", exhibit("面单"))
	w.Do(11, k, "exhibit", secret("配方"))
	xs := w.Of(31, k)
	weigh := func(i int) {
		w.Do(31, k, "admit_exhibit", &evidence.Weigh{Exhibits: []string{fmt.Sprint(xs[i].ID)}, Result: "采信", Reason: "来源清楚" + xs[i].Name})
	}
	weigh(0)
	now := w.Get(k.ID)
	w.Read(func(tx *store.Tx) error {
		left, err := w.Evidence.Unweighed(t.Context(), tx, w.Office, now)
		if !slices.Equal(left, []string{"收密1"}) {
			t.Errorf("left to weigh: %v", left)
		}
		return err
	})
	weigh(1)
	if x := w.Of(11, k); x[0].Admission != nil || w.Of(31, k)[0].Admission == nil {
		t.Error("the panel's word is for the panel until it decides")
	}
	w.Do(31, k, "decide", &parceltest.Nothing{})
	w.Read(func(tx *store.Tx) error {
		key, err := w.Office.Keys.CaseKey(t.Context(), tx, k.ID)
		must(t, err)
		papers, err := document.Of(t.Context(), tx, k.Center, k.ID)
		for _, p := range papers {
			x, err := document.Open(t.Context(), tx, key, k.ID, p.ID)
			must(t, err)
			text, err := paper.Marshal(x.Content)
			must(t, err)
			if s := string(text); !strings.Contains(s, "来源清楚面单") || strings.Contains(s, "配方") || strings.Contains(s, "密1") {
				t.Errorf("the decision says %s", s)
			}
		}
		return err
	})
}

// TestVerified: what somebody changes behind the doors is found without keys.
func TestVerified(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, "exhibit", exhibit("面单"))
	w.Do(10, k, "exhibit", exhibit("发票"))
	flaws := func() (out []string) {
		v, err := document.VerifyAll(t.Context(), w.Office)
		must(t, err)
		for _, f := range v.Flaws {
			out = append(out, f.What)
		}
		return out
	}
	if got := flaws(); got != nil {
		t.Fatalf("untouched: %v", got)
	}
	for _, c := range []struct{ sql, back, want string }{
		{`UPDATE evidence_exhibit SET no = '申9' WHERE no = '申1'`, `UPDATE evidence_exhibit SET no = '申1' WHERE no = '申9'`, "证据 申9 与当时的记录不符"},
		{`UPDATE evidence_act SET kind = 'opinion'`, `UPDATE evidence_act SET kind = 'custody'`, "对证据的一项办理 与当时的记录不符"},
		{`DELETE FROM evidence_exhibit WHERE no = '申2'`, ``, "不存在"},
	} {
		must(t, w.Office.DB.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), c.sql); return err }))
		if got := strings.Join(flaws(), " "); !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q", c.sql, got)
		}
		if c.back != "" {
			must(t, w.Office.DB.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), c.back); return err }))
		}
	}
}

func TestCustodyAndMeasures(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, "exhibit", exhibit("包裹实物"))
	id := fmt.Sprint(w.Of(31, k)[0].ID)
	for _, what := range []string{"封存", "移交", "启封"} {
		w.Do(31, k, "hand_exhibit", &evidence.Hand{Exhibits: []string{id}, What: what, From: "甲", To: "乙", Place: "库房", State: "封条完好"})
	}
	var got []string
	for _, c := range w.Of(10, k)[0].Custody {
		got = append(got, c.What)
	}
	if want := []string{"接收", "封存", "移交", "启封"}; !slices.Equal(got, want) {
		t.Errorf("its way: %v, want %v", got, want)
	}
	in := &evidence.Keeping{List: []evidence.Thing{{Name: "包裹", Amount: "3件"}}, Holder: "某店", Place: "库房", Keeper: "李某", From: w.Office.Today()}
	w.Do(31, k, "keep", in)
	_, err := w.Try(31, k, "keep", &evidence.Keeping{Holder: "某店", Place: "库房", Keeper: "李某"})
	code(t, err, "evidence.measure")
	measures := func(who int64) (out []evidence.Measure) {
		now := w.Get(k.ID)
		w.Read(func(tx *store.Tx) (err error) {
			out, err = w.Evidence.Measures(t.Context(), tx, w.Office, parceltest.People(who), now)
			return err
		})
		return out
	}
	m := measures(31)
	if len(m) != 1 || m[0].Kind != "先行登记保存" || m[0].Days != "7工作日" || m[0].Keeper != "李某" || m[0].Lifted != nil {
		t.Fatalf("measures %+v", m)
	}
	for who, want := range map[int64]int{10: 1, 12: 1, 14: 0, 32: 0, 40: 0} {
		if n := len(measures(who)); n != want {
			t.Errorf("%d sees %d measures, want %d", who, n, want)
		}
	}
	w.Do(31, k, "release", &parceltest.Release{Measure: m[0].ID, Reason: "经查无关"})
	if l := measures(10)[0].Lifted; l == nil || l.How != "解除" || l.On != w.Office.Today() {
		t.Errorf("ended as %+v", l)
	}
	_, err = w.Try(31, k, "release", &parceltest.Release{Measure: m[0].ID})
	code(t, err, "evidence.lifted")
	_, err = w.Try(31, k, "release", &parceltest.Release{Measure: 5})
	code(t, err, "evidence.no_measure")
	_, err = w.Try(10, k, "hand_exhibit", &evidence.Hand{Exhibits: []string{id}, What: "返还", From: "甲", To: "乙", Place: "库房", State: "完好"})
	code(t, err, "case.role")
}

func TestMedia(t *testing.T) {
	for name, c := range map[string]struct{ head, want, code string }{
		"a.pdf":     {"%PDF-1.7", "application/pdf", ""},
		"b.JPG":     {"\xff\xd8\xff\xe0", "image/jpeg", ""},
		"c.mp4":     {"\x00\x00\x00\x18ftypmp42", "video/mp4", ""},
		"d.docx":    {"PK\x03\x04", "application/zip", ""},
		"e.txt":     {"纯文本", "text/plain", ""},
		"virus.pdf": {"MZ\x90", "", "evidence.media"},
		"page.png":  {"<html>", "", "evidence.media"},
		"page.html": {"<html>", "", "evidence.type"},
		"run.exe":   {"MZ\x90", "", "evidence.type"},
		"noend":     {"%PDF-1.7", "", "evidence.type"},
		"bin.txt":   {"a\x00b", "", "evidence.media"},
	} {
		got, err := evidence.Media(name, []byte(c.head))
		if got != c.want || err != nil && fault.CodeOf(err) != c.code || err == nil && c.code != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	_, err := w.Try(10, k, "exhibit", exhibit("假文件", form.Bytes("a.pdf", []byte("MZ\x90"))))
	code(t, err, "evidence.media")
}
