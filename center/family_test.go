package center_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhibao/casework/treelog"
	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// TestBothFamilies builds a center with each family of algorithms: cases walk through their charts, papers are
// issued and sealed, the log is signed. Off line and without keys everything holds, and every link and head is
// in the family that was chosen. One changed letter is found.
func TestBothFamilies(t *testing.T) {
	if os.Getenv("ZHIBAO_WHOLE") == "" {
		t.Skip("两套算法各建一个示范中心要一分钟以上，设 ZHIBAO_WHOLE=1 才运行")
	}
	for p, want := range map[seal.Provider]struct {
		link     int
		function string
	}{seal.SM: {33, "SM3"}, seal.International: {32, "SHA-256"}} {
		t.Run(string(p), func(t *testing.T) {
			dir := t.TempDir()
			data := filepath.Join(dir, "data")
			c, _, err := demo.Open(t.Context(), demo.Options{Data: data, KeyFile: filepath.Join(dir, "root.key"), Now: time.Now, Cases: 12, Crypto: p})
			if err != nil {
				t.Fatal(err)
			}
			// What the job of each minute does.
			log := &treelog.Log{DB: c.DB, Keys: c.Keys, Now: time.Now}
			if _, err := log.Seal(t.Context(), 1, true); err != nil {
				t.Fatal(err)
			}
			err = c.DB.Read(t.Context(), func(tx *store.Tx) error {
				var events, wrong, heads int
				err := tx.Row(t.Context(), `SELECT COUNT(*), COALESCE(SUM(CASE WHEN LENGTH(hash) = $1 THEN 0 ELSE 1 END), 0) FROM casework_event`, want.link).Scan(&events, &wrong)
				if err != nil {
					return err
				}
				if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM treelog_head WHERE digest = $1`, want.function).Scan(&heads); err != nil {
					return err
				}
				if events < 100 || wrong > 0 || heads == 0 {
					t.Errorf("%d events, %d of another family, %d heads in %s", events, wrong, heads, want.function)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			verify := func() (bool, string) {
				var out bytes.Buffer
				ok, err := center.Verify(t.Context(), &out, data, "", nil)
				if err != nil {
					t.Error(err)
				}
				return ok, out.String()
			}
			if ok, said := verify(); !ok {
				t.Errorf("%s", said)
			}
			err = c.DB.Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE casework_event SET actor = actor || '。' WHERE id = (SELECT MAX(id) FROM casework_event)`)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if ok, _ := verify(); ok {
				t.Error("a changed event is not found")
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
