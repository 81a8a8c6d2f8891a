package inspection

import (
	"os"
	"testing"

	"zhibao/internal/store"
)

// tables are those of the procedure, which its parts share.
func tables(t testing.TB) store.Schema {
	t.Helper()
	return store.Schema{Owner: "quality", Files: os.DirFS("../schema")}
}
