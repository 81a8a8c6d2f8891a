package holding_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

func open(t *testing.T, db *store.DB) *holding.Holding {
	t.Helper()
	if err := db.Migrate(t.Context(), holding.Schema()); err != nil {
		t.Fatal(err)
	}
	return &holding.Holding{DB: db, Now: func() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }}
}

func sample(number string) literature.Document {
	return literature.Document{Number: number, Office: "CN", KindCode: "A", Kind: patent.Invention, Published: calendar.MustDay("2024-05-01"), Application: "202310000001.5", Family: "F1", Language: "zh",
		Titles: []literature.Text{{Language: "zh", Words: "一种电池"}}, Abstracts: []literature.Text{{Language: "zh", Words: "本发明公开一种电池。"}},
		Claims: []literature.Text{{Language: "zh", Words: "1.一种电池。\n2.根据权利要求1所述的电池。"}}, Description: []literature.Text{{Language: "zh", Words: "技术领域\n电池。"}},
		Applicants: []literature.Party{{Name: "甲公司", Country: "CN"}}, IPC: []string{"H01M 10/0525"}, Cites: []literature.Citation{{Number: "US20050004437A1"}, {Words: "Some article"}},
		Events: []literature.Event{{Kind: literature.Entered, Day: calendar.MustDay("2024-06-01"), Detail: "实质审查的生效"}},
		Source: literature.Source{Name: "公布数据", Format: "cn-xml-2.2.1", File: "a.xml", At: 1, AsOf: calendar.MustDay("2024-05-02")}}
}

func outcomes(rs []holding.Result) (out []holding.Outcome) {
	for _, r := range rs {
		out = append(out, r.Outcome)
	}
	return out
}

// A document comes back as it was put; the same again says nothing new; a later state changes it and keeps
// what it said before; older data only fills gaps.
func TestPut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		first := sample("CN1001A")
		put := func(want holding.Outcome, d literature.Document) {
			t.Helper()
			rs, err := h.Put(ctx, 1, []literature.Document{d}, nil)
			if err != nil || rs[0].Outcome != want {
				t.Fatalf("%v %v, want %s", rs, err, want)
			}
		}
		weighed, err := h.Weigh(ctx, 1, []literature.Document{first, {}})
		if err != nil || !slices.Equal(outcomes(weighed), []holding.Outcome{holding.New, holding.Refused}) {
			t.Fatal(weighed, err)
		}
		put(holding.New, first)
		put(holding.Unchanged, first)
		got, past, err := h.Find(ctx, 1, "CN 1001 A")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatal(diff)
		}
		if len(past.Versions) != 0 || len(past.Events) != 1 || past.Events[0].Source != "公布数据" || past.Events[0].AsOf != first.Source.AsOf {
			t.Fatalf("%+v", past)
		}
		later := literature.Document{Number: "CN1001A", Titles: []literature.Text{{Language: "zh", Words: "一种锂电池"}, {Language: "en", Words: "Battery"}}, Status: "有效",
			Events: []literature.Event{{Kind: literature.Assigned, Day: calendar.MustDay("2025-01-01"), From: "甲公司", To: "乙公司"}},
			Source: literature.Source{Name: "智慧芽", Format: "patsnap", AsOf: calendar.MustDay("2025-02-01")}}
		put(holding.Changed, later)
		put(holding.Unchanged, later)
		put(holding.Unchanged, first)
		older := literature.Document{Number: "CN1001A", Titles: []literature.Text{{Language: "zh", Words: "旧名称"}}, CPC: []string{"H01M 10/0525"}, Source: literature.Source{Name: "旧", AsOf: calendar.MustDay("2024-01-01")}}
		put(holding.Changed, older)
		got, past, err = h.Find(ctx, 1, "cn1001")
		if err != nil || got.Titles[0].Words != "一种锂电池" || got.Titles[1].Words != "Battery" || len(got.CPC) != 1 || len(got.Description) != 1 || got.Source.Name != "智慧芽" {
			t.Fatalf("%+v %v", got, err)
		}
		if len(past.Versions) != 2 || !slices.Equal(past.Versions[1].Fields, []string{"Events", "Status", "Titles"}) || past.Versions[1].Before["Titles"] != `[{"Language":"zh","Words":"一种电池"}]` || len(past.Events) != 2 {
			t.Fatalf("%+v", past)
		}
		if _, _, err := h.Find(ctx, 2, "CN1001A"); fault.KindOf(err) != fault.Missing {
			t.Error("another center sees it:", err)
		}
	})
}

// Changes gives each document once at its last change, and nothing is missed between two readings.
func TestChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		var docs []literature.Document
		for i := range 45 {
			d := sample(fmt.Sprintf("CN%dA", 100+i))
			docs = append(docs, d)
		}
		docs = append(docs, docs[3]) // twice in one batch
		rs, err := h.Put(ctx, 1, docs, nil)
		if err != nil || rs[44].Outcome != holding.New || rs[45].Outcome != holding.Unchanged {
			t.Fatal(rs, err)
		}
		seen, after := 0, int64(0)
		for {
			ds, upTo, err := h.Changes(ctx, 1, after, 20)
			if err != nil {
				t.Fatal(err)
			}
			if len(ds) == 0 {
				break
			}
			seen, after = seen+len(ds), upTo
		}
		if seen != 45 {
			t.Fatal(seen)
		}
		d := docs[7]
		d.Status = "失效"
		if _, err := h.Put(ctx, 1, []literature.Document{d}, nil); err != nil {
			t.Fatal(err)
		}
		ds, upTo, err := h.Changes(ctx, 1, after, 20)
		if err != nil || len(ds) != 1 || ds[0].Status != "失效" || upTo <= after {
			t.Fatal(len(ds), upTo, err)
		}
		s, err := h.State(ctx, 1)
		if err != nil || s.Documents != 45 || s.Change != upTo {
			t.Fatal(s, err)
		}
		many, err := h.Many(ctx, 1, []string{"CN101A", "CN999A", "CN100A"})
		if err != nil || len(many) != 2 || many[0].Number != "CN101A" {
			t.Fatal(many, err)
		}
		family, err := h.Family(ctx, 1, "F1")
		if err != nil || len(family) != 45 {
			t.Fatal(len(family), err)
		}
		by, err := h.CitedBy(ctx, 1, "US 2005/0004437 A1")
		if err != nil || len(by) != 45 {
			t.Fatal(len(by), err)
		}
	})
}

// What is noted beside a batch stands or falls with it.
func TestTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		broken := errors.New("broken")
		if _, err := h.Put(ctx, 1, []literature.Document{sample("CN1001A")}, func(*store.Tx, []holding.Result) error { return broken }); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if _, _, err := h.Find(ctx, 1, "CN1001A"); fault.KindOf(err) != fault.Missing {
			t.Fatal(err)
		}
	})
}

// The index has what the search pages ask for.
func TestIndex(t *testing.T) {
	d := sample("CN1001A")
	x := holding.Index(&d)
	known := map[string]bool{}
	for _, f := range holding.SearchSchema().Fields {
		known[f.Name] = true
	}
	for _, m := range []map[string][]string{x.Texts, x.Keys} {
		for name := range m {
			if !known[name] {
				t.Errorf("%s is not in the schema", name)
			}
		}
	}
	if x.ID != "CN1001A" || x.Keys["ipc"][0] != "H01M10/0525" || x.Values["claims_count"] != 2 || x.Keys["grant"][0] != "0" || x.Values["published"] != int64(d.Published) {
		t.Errorf("%+v", x)
	}
}

// A citation says which feed told of it first and how old its data was, articles too; one from before that
// was kept gets it when a source tells of it again.
func TestCitationsHaveASource(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		first, second := sample("CN1001A"), sample("CN1001A")
		first.Cites = append(first.Cites, literature.Citation{Number: "US20050004437B2"}) // the same application twice
		second.Source.Name, second.Source.AsOf = "检索系统导出", calendar.MustDay("2025-01-01")
		second.Cites = append(second.Cites, literature.Citation{Number: "EP1000000A1"})
		for _, d := range []literature.Document{first, second} {
			if _, err := h.Put(ctx, 1, []literature.Document{d}, nil); err != nil {
				t.Fatal(err)
			}
		}
		want := map[string]string{"US20050004437": "公布数据 2024-05-02", "EP1000000": "检索系统导出 2025-01-01", holding.CitedKey(literature.Citation{Words: "Some article"}): "公布数据 2024-05-02"}
		check := func() {
			t.Helper()
			_, past, err := h.Find(ctx, 1, "CN1001A")
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for key, c := range past.Cited {
				got[key] = c.Source + " " + c.AsOf.String()
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		}
		check()
		if err := db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE holding_citation SET source = '', as_of = 0, at = 0`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		second.Status = "有效"
		if _, err := h.Put(ctx, 1, []literature.Document{second}, nil); err != nil {
			t.Fatal(err)
		}
		for key := range want {
			want[key] = "检索系统导出 2025-01-01"
		}
		check()
	})
}
