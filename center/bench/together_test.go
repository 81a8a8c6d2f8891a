package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework/setting"
	"zhibao/industry/database/searching"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

// Three processes on one database do their work once: every message that a case makes arrives, and none
// twice, whichever process took its job. A setting and a document that another process stores are what all
// of them go by from then on, the document in the index that each has for itself.
func TestProcessesWorkTogether(t *testing.T) {
	replicas(t)
	const cases = 90
	database := storetest.Postgres(t)
	var run *caseRun
	var reader string
	f := newFleetWith(t, database, 3, func(r *rig) {
		run = &caseRun{rig: r, casesFlags: casesFlags{creates: cases}}
		if err := run.engage(t.Context()); err != nil {
			t.Fatal(err)
		}
		var err error
		if reader, err = r.apiKey(t.Context(), &identity.Account{ID: r.people["head"].Account, Center: r.Center.Center.ID}, searching.ActSearch); err != nil {
			t.Fatal(err)
		}
	}, "--url", "https://zhibao.example.cn")
	defer run.gate.srv.Close()
	told(t, f, run, cases)

	c, err := f.on.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const words = "本中心周五下午集中办理，请提前预约"
	err = c.DB.Write(t.Context(), func(tx *store.Tx) error {
		return c.Office.Settings.Set(t.Context(), tx, c.DB.NewID(), c.Center.ID, setting.Value{Key: "status.notice", Value: words, Reason: "测量",
			From: calendar.DayOf(time.Now()), At: time.Now().UnixMicro()})
	})
	if err != nil {
		t.Fatal(err)
	}
	doc := literature.Document{Number: "CN100000077B", Office: "CN", KindCode: "B", Kind: patent.Invention, Grant: true, Filed: calendar.MustDay("2020-03-02"),
		Published: calendar.MustDay("2022-05-10"), Language: "zh", Titles: []literature.Text{{Language: "zh", Words: "一种折叠无人机的机臂锁扣"}},
		Applicants: []literature.Party{{Name: "测量甲公司", Country: "CN"}}, IPC: []string{"B64C 1/30"}, Family: "F77",
		Source: literature.Source{Name: "测量", Format: "test", AsOf: calendar.MustDay("2026-11-20")}}
	if _, err := c.Documents.Put(t.Context(), c.Center.ID, []literature.Document{doc}, nil); err != nil {
		t.Fatal(err)
	}
	for i, p := range f.all {
		b := newBrowser(p.base())
		if got, err := b.get(t.Context(), "/guide"); err != nil || !strings.Contains(got.body, words) {
			t.Errorf("process %d does not know the setting: %d %v", i, got.status, err)
		}
		found(t, b, i, reader, doc.Number)
		if entries, err := os.ReadDir(filepath.Join(f.dir, fmt.Sprintf("index-%d", i))); err != nil || len(entries) == 0 {
			t.Errorf("process %d has no index of its own: %v", i, err)
		}
	}
}

// told opens cases at all processes at once and counts the messages that arrive.
func told(t *testing.T, f *fleet, run *caseRun, cases int) {
	t.Helper()
	opened := map[int64]bool{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 6 {
		b := newBrowser(f.all[i%len(f.all)].base())
		wg.Go(func() {
			for n := i; n < cases; n += 6 {
				id, err := b.open(t.Context(), run.openers[n%len(run.openers)], int64(n))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				opened[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	begun := time.Now()
	count := func() burstFigure {
		var b burstFigure
		run.gate.recount(&b, opened)
		return b
	}
	for count().lost > 0 && time.Since(begun) < 2*time.Minute {
		time.Sleep(100 * time.Millisecond)
	}
	took := time.Since(begun)
	time.Sleep(6 * time.Second) // what comes twice comes later: the others look for jobs every two seconds
	got := count()
	t.Logf("%d cases at three processes; messages lost %d, twice %d, of nobody %d; the last came after %s", len(opened), got.lost, got.doubled, got.strange, took.Round(time.Millisecond))
	if len(opened) != cases || got.lost+got.doubled+got.strange > 0 {
		t.Errorf("%+v", got)
	}
	// The control: one message more is seen.
	var id int64
	for id = range opened {
		break
	}
	body, err := json.Marshal(map[string]string{"to": "1", "text": fmt.Sprintf("/case/%d", id)})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(run.gate.url, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if count().doubled != 1 {
		t.Error("a message that came twice was not noticed")
	}
}

// found expects that a process finds a document soon.
func found(t *testing.T, b *browser, i int, key, number string) {
	t.Helper()
	var last page
	for n := range 60 {
		got, err := b.call(t.Context(), call{method: http.MethodPost, path: "/api/v1/search", key: key, idem: fmt.Sprintf("bench-search-%d-%012d", i, n), body: map[string]any{"q": "折叠无人机"}})
		if err != nil {
			t.Fatal(err)
		}
		var run struct{ Run struct{ ID string } }
		if last = got; json.Unmarshal([]byte(got.body), &run) == nil && run.Run.ID != "" {
			if last, err = b.call(t.Context(), call{method: http.MethodGet, path: "/api/v1/search/" + run.Run.ID, key: key}); err != nil {
				t.Fatal(err)
			}
		}
		if strings.Contains(last.body, number) {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Errorf("process %d does not find %s: %d %.400s", i, number, last.status, last.body)
}
