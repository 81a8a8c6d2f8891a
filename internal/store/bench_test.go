package store_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// BenchmarkWrite measures durable moves as the kernel makes them: read the case, update it
// with its version, append an event. Beside it stands the raw fdatasync of the same disk.
func BenchmarkWrite(b *testing.B) {
	b.Run("fdatasync", func(b *testing.B) {
		f, err := os.Create(b.TempDir() + "/raw")
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		page := make([]byte, 4096)
		for i := 0; b.Loop(); i++ {
			f.WriteAt(page, int64(i%1000)*4096)
			f.Sync()
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	})
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", name, writers), func(b *testing.B) { benchWrite(b, url(b), writers) })
		}
	}
}

func benchWrite(b *testing.B, url string, writers int) {
	ctx := context.Background()
	db := storetest.Open(b, url)
	migrate(b, db)
	const cases = 1000
	if err := db.Write(ctx, func(tx *store.Tx) error {
		for i := range cases {
			if _, err := tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2)`, i, fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	var n atomic.Int64
	note := make([]byte, 300)
	b.SetParallelism((writers + 1) / 2)
	b.ResetTimer()
	move := func() {
		id := n.Add(1) % cases
		err := db.Write(ctx, func(tx *store.Tx) error {
			var version int64
			if err := tx.Row(ctx, `SELECT version FROM t_case WHERE id = $1`, id).Scan(&version); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE t_case SET version = $3 WHERE id = $1 AND version = $2`, id, version, version+1); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO t_event (id, case_id, what, note) VALUES ($1, $2, $3, $4)`, db.NewID(), id, "受理", note)
			return err
		})
		if err != nil {
			b.Error(err)
		}
	}
	if writers == 1 {
		for b.Loop() {
			move()
		}
	} else {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				move()
			}
		})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	if s := db.Stats(ctx); s.Commits > 0 {
		b.ReportMetric(float64(s.Writes)/float64(s.Commits), "tx/commit")
	}
}

// BenchmarkRead measures a point read in its own snapshot, from as many goroutines as given.
func BenchmarkRead(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			ctx := context.Background()
			db := storetest.Open(b, url(b))
			migrate(b, db)
			if err := db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, "一") }); err != nil {
				b.Fatal(err)
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					var number string
					if err := db.Read(ctx, func(tx *store.Tx) error {
						return tx.Row(ctx, `SELECT number FROM t_case WHERE number = $1`, "一").Scan(&number)
					}); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
		})
	}
}
