package watch

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// subjects and things are put together to titles, so that a word of each is rare and a pair rarer.
func subject(i int) string {
	return string([]rune{rune(0x4e00 + i%5000), rune(0x4e00 + (i*7+13)%5000)})
}

// fill gives the center so many watches, half of them with one subject, half with two.
func (w *world) fill(t testing.TB, many int) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	for first := 0; first < many; first += 1000 {
		if err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
			for i := first; i < min(first+1000, many); i++ {
				about := "TI=" + subject(r.IntN(20000))
				if i%2 == 1 {
					about += " AND TI=" + subject(r.IntN(20000))
				}
				x := &Watch{ID: w.office.DB.NewID(), Center: caseworktest.CenterID, Account: 5, Name: "预审员5", At: w.office.Now(), Title: fmt.Sprint("监视", i), Kind: byQuery, About: about,
					Causes: []string{Publication}, State: active, FromAt: w.office.Now(), Recipients: []Recipient{{5, "预审员5"}}}
				if err := w.write(t.Context(), tx, as(5), x, "make"); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// titled makes documents with six subjects each.
func titled(first, many int) (out []literature.Document) {
	r := rand.New(rand.NewPCG(3, uint64(first)))
	for i := range many {
		title := "一种"
		for range 6 {
			title += subject(r.IntN(20000)) + "、"
		}
		out = append(out, doc(first+i, title, "甲公司", "F16M 11/04", "2026-11-20"))
	}
	return out
}

// TestManyWatches: of a thousand watches each warns of just the documents that its own search finds.
func TestManyWatches(t *testing.T) {
	w := newWorld(t)
	w.make(t, byQuery, "TI=支架", Publication)
	w.fill(t, 1000)
	docs := titled(1, 200)
	w.put(t, docs...)
	for range 3 {
		w.run(t)
	}
	var all []*Watch
	found := map[int64]int64{}
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		if all, err = w.watches(t.Context(), tx, caseworktest.CenterID, `state = $2`, active); err != nil {
			return err
		}
		rows, err := tx.Query(t.Context(), `SELECT watch_id, COUNT(*) FROM watch_warning GROUP BY watch_id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, n int64
			if err := rows.Scan(&id, &n); err != nil {
				return err
			}
			found[id] = n
		}
		return rows.Err()
	}); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, x := range all {
		q, err := compiled(x.Kind, x.About)
		if err != nil {
			t.Fatal(err)
		}
		res, err := w.within(t.Context(), caseworktest.CenterID, q, calendar.MustDay("2026-11-01"), calendar.MustDay("2026-11-30"))
		if err != nil {
			t.Fatal(err)
		}
		if int64(res.Total) != found[x.ID] {
			t.Errorf("%s: %d warnings, the search finds %d", x.About, found[x.ID], res.Total)
		}
		sum += res.Total
	}
	if len(all) != 1001 || sum < 20 {
		t.Errorf("%d watches, %d found: the test sees nothing", len(all), sum)
	}
}

// BenchmarkManyWatches holds batches of new documents against a hundred thousand watches, with everything
// that the job does: reading the documents, matching, warnings and the messages to recipients.
func BenchmarkManyWatches(b *testing.B) {
	w := newWorld(b)
	w.make(b, byQuery, "TI=支架", Publication)
	w.fill(b, 100_000)
	w.run(b) // the watches are made ready once
	serial := 1
	for b.Loop() {
		b.StopTimer()
		docs := titled(serial, batch)
		serial += batch
		if _, err := w.Holding.Put(b.Context(), caseworktest.CenterID, docs, nil); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		began := time.Now()
		w.run(b)
		b.ReportMetric(float64(batch)/time.Since(began).Seconds(), "docs/s")
	}
}
