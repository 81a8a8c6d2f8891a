package bulk_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"zhibao/center/bench/bulk"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// Every row is there once, whether it came with many others or was left at the end.
func TestRows(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		db := storetest.Open(t, url)
		text := `CREATE TABLE t_word (id BIGINT PRIMARY KEY, word TEXT NOT NULL, note TEXT);`
		if err := db.Migrate(t.Context(), store.Schema{Owner: "t", Files: fstest.MapFS{"20261129_t.sql": {Data: []byte(text)}}}); err != nil {
			t.Fatal(err)
		}
		rows := bulk.New(3, `INSERT INTO t_word (id, word, note)`, ` ON CONFLICT DO NOTHING`)
		const n = 437
		for _, half := range []int{200, n} { // the second transaction brings those of the first once more
			if err := db.Write(t.Context(), func(tx *store.Tx) error {
				for i := range half {
					if err := rows.Add(t.Context(), tx, int64(i), fmt.Sprint("字", i), nil); err != nil {
						return err
					}
				}
				return rows.Flush(t.Context(), tx)
			}); err != nil {
				t.Fatal(err)
			}
		}
		var count, sum int64
		if err := db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT COUNT(*), CAST(SUM(id) AS BIGINT) FROM t_word WHERE note IS NULL AND word <> ''`).Scan(&count, &sum)
		}); err != nil || count != n || sum != n*(n-1)/2 {
			t.Errorf("%d rows, sum %d, %v", count, sum, err)
		}
	})
}
