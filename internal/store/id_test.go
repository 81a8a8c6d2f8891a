package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

func contains(s, sub string) bool { return strings.Contains(s, sub) }

// Ids are unique and ascending within a process, also when the clock stands still or goes
// back, and differ between processes on the same database in the same millisecond.
func TestIDs(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		open := func() *store.DB {
			db, err := store.OpenWith(t.Context(), url, store.Options{Now: func() time.Time { return now }})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			return db
		}
		a, b := open(), open()
		if got := store.IDTime(a.NewID()); !got.Equal(now) {
			t.Errorf("made at %v, want %v", got, now)
		}
		var mu sync.Mutex
		var all []int64
		var wg sync.WaitGroup
		for _, db := range []*store.DB{a, a, b, b} {
			wg.Go(func() {
				var own []int64
				for range 10000 {
					own = append(own, db.NewID())
				}
				if !slices.IsSorted(own) {
					t.Error("not ascending")
				}
				mu.Lock()
				defer mu.Unlock()
				all = append(all, own...)
			})
		}
		wg.Wait()
		slices.Sort(all)
		if n := len(slices.Compact(all)); n != 40000 {
			t.Errorf("%d different ids of 40000", n)
		}
		last := a.NewID()
		now = now.Add(-time.Hour)
		if id := a.NewID(); id <= last {
			t.Error("an id went back with the clock")
		}
		now = now.Add(25 * time.Hour)
		if id := b.NewID(); id <= last || !store.IDTime(id).Equal(now) {
			t.Error("ids do not follow the clock")
		}
	})
}
