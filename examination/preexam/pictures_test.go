package preexam_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/drw"
	"zhibao/examination/preexam/check/dsg"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/sight"
	"zhibao/internal/imagery"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// views are two faces of the product of a seed, saved with a quality.
func views(t testing.TB, seed uint64, quality int) (out []form.File) {
	t.Helper()
	for name, face := range map[string]string{"主视图": "front", "立体图": "oblique"} {
		data, err := filing.Art{Style: filing.View, Seed: seed, Face: face}.Encode(filing.JPEG, quality)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, form.Bytes(name+".jpg", data))
	}
	return out
}

// design hands a design in for one of the parties.
func (w *world) design(t testing.TB, who string, files []form.File, submit bool) *casework.Case {
	t.Helper()
	k := w.do(t, who, nil, "create", &preexam.Create{})
	k = w.do(t, who, k, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Files: files, Kind: "外观设计"})
	if submit {
		k = w.do(t, who, k, "submit", &preexam.Submit{Undertaking: true})
	}
	return k
}

// rule returns one rule of a list.
func ruleOf(t testing.TB, rules []check.Rule, id string) check.Rule {
	t.Helper()
	i := slices.IndexFunc(rules, func(r check.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatal(id)
	}
	return rules[i]
}

// alike returns what the report of a case, which its party reads, and the desk say about its pictures.
func (w *world) alike(t testing.TB, k *casework.Case) (report, desk []check.Finding) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		v, err := record.Find(t.Context(), tx, key, k.ID, 0, record.ForExam)
		if err != nil {
			return err
		}
		report = v.Report.Findings
		fs, err := record.Findings(t.Context(), tx, key, k.ID, v.No)
		for _, f := range fs {
			desk = append(desk, f.Finding)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	keep := func(f check.Finding) bool { return f.Rule != "DSG-026" }
	return slices.DeleteFunc(report, keep), slices.DeleteFunc(desk, keep)
}

// TestTheSamePictures: a party is told of its own earlier case, with the number; of somebody else's case
// only the desk is told. A draft, and a case whose text is gone, are nobody's earlier case.
func TestTheSamePictures(t *testing.T) {
	w := newWorld(t)
	w.desk.Rules = append(w.desk.Rules, ruleOf(t, dsg.Rules(), "DSG-026"))
	draft := w.design(t, "别的企业", views(t, 7, 90), false)
	first := w.design(t, "企业", views(t, 7, 90), true)
	if report, desk := w.alike(t, first); len(report)+len(desk) != 0 {
		t.Errorf("a draft of somebody else counts: %+v %+v", report, desk)
	}
	w.do(t, "别的企业", draft, "discard", &preexam.Discard{})

	first = w.do(t, "受理员", first, "accept", &preexam.Accept{})
	again := w.design(t, "企业", views(t, 7, 60), true)
	number := w.numberOf(t, first)
	report, desk := w.alike(t, again)
	if len(report) != 2 || len(desk) != 2 || !strings.Contains(report[0].Message, number) || desk[0].Inside != "" {
		t.Errorf("one's own earlier case: %+v %+v", report, desk)
	}

	other := w.design(t, "别的企业", views(t, 7, 75), true)
	report, desk = w.alike(t, other)
	if len(report) != 0 {
		t.Errorf("the party reads of somebody else's case: %+v", report)
	}
	if len(desk) != 2 || strings.Contains(desk[0].Message, number) || !strings.Contains(desk[0].Inside, number) {
		t.Errorf("the desk is not told, or the number stands in what may be notified: %+v", desk)
	}
	told := record.Told(w.findings(t, other))
	if slices.ContainsFunc(told, func(f *preexam.DeskFinding) bool { return f.Finding.Rule == "DSG-026" }) {
		t.Error("the party is told before anything was notified")
	}

	if report, desk = w.alike(t, w.design(t, "别的企业", views(t, 8, 90), true)); len(report)+len(desk) != 0 {
		t.Errorf("another product: %+v %+v", report, desk)
	}
}

// TestPrintsAreSealed: neither a print nor a label of a view lies open in the table.
func TestPrintsAreSealed(t *testing.T) {
	w := newWorld(t)
	k := w.design(t, "企业", views(t, 7, 90), true)
	var body []byte
	var n int
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM preexam_picture`).Scan(&n); err != nil {
			return err
		}
		return tx.Row(t.Context(), `SELECT body FROM preexam_picture WHERE case_id = $1`, k.ID).Scan(&body)
	})
	if err != nil || n != 1 || bytes.Contains(body, []byte("视图")) {
		t.Errorf("%d rows, %v", n, err)
	}
	seen := imagery.Look(decoded(t, views(t, 7, 90)[0]))
	var raw [8]byte
	for i := range raw {
		raw[i] = byte(seen.Perceptual >> (56 - 8*i))
	}
	if bytes.Contains(body, raw[:]) {
		t.Error("the print lies open")
	}
}

func decoded(t testing.TB, f form.File) image.Image {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, _, err := image.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func (w *world) numberOf(t testing.TB, k *casework.Case) (no string) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		no, err = w.office.NumberOf(t.Context(), tx, k.Center, k.ID)
		return err
	})
	if err != nil || no == "" {
		t.Fatal(no, err)
	}
	return no
}

// seer reads the same words in every picture.
type seer struct{ read int }

func (s *seer) Name() string { return "test" }

func (s *seer) Read(context.Context, image.Image) ([]imagery.Word, error) {
	s.read++
	return []imagery.Word{{Text: "PRESSURE", Sure: 95}}, nil
}

// TestWordsAreReadWhereTheCenterWants: off until it is turned on; then the report has what the words
// show, and says no longer that they were not read.
func TestWordsAreReadWhereTheCenterWants(t *testing.T) {
	w := newWorld(t, sight.Setting("本机已安装", "installed"))
	eyes := &seer{}
	w.desk.Eyes = eyes
	w.desk.Rules = append(w.desk.Rules, ruleOf(t, drw.Rules(), "DRW-003"))
	art, err := filing.Art{Style: filing.Parts, Signs: []string{"1"}}.Encode(filing.JPEG, 90)
	if err != nil {
		t.Fatal(err)
	}
	report := func() *check.Report {
		t.Helper()
		k := w.do(t, "企业", nil, "create", &preexam.Create{})
		files := append(text(corrected), form.Bytes("图1.jpg", art))
		k = w.do(t, "企业", k, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Files: files, Kind: "发明"})
		var rep *check.Report
		err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
			if err != nil {
				return err
			}
			v, err := record.Find(t.Context(), tx, key, k.ID, 0, record.ForExam)
			rep = v.Report
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	off := report()
	if eyes.read != 0 || !slices.ContainsFunc(off.Skipped, func(s check.Skipped) bool { return s.Rule == "DRW-003" && s.Why == "未启用本机文字识别" }) {
		t.Errorf("%d pictures were read, skipped %+v", eyes.read, off.Skipped)
	}
	err = w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: sight.Key, Value: "true", From: w.office.Today()})
	})
	if err != nil {
		t.Fatal(err)
	}
	on := report()
	if eyes.read != 1 || !slices.ContainsFunc(on.Findings, func(f check.Finding) bool { return f.Rule == "DRW-003" }) ||
		slices.ContainsFunc(on.Skipped, func(s check.Skipped) bool { return s.Rule == "DRW-003" }) {
		words, _ := json.Marshal(on.Findings)
		t.Errorf("%d pictures were read: %s", eyes.read, words)
	}
}
