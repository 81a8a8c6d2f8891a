package opensearch

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

// server is the address of a real one, or the test is skipped.
func server(t *testing.T) string {
	address := os.Getenv("ZHIBAO_OPENSEARCH")
	if address == "" {
		t.Skip("没有 OpenSearch：用 scripts/opensearch start 启动，并设 ZHIBAO_OPENSEARCH")
	}
	return address
}

// names keeps the indexes of tests apart.
var names atomic.Int64

func newName() string { return fmt.Sprintf("zhibao-test-%d-%d", time.Now().UnixNano(), names.Add(1)) }

// TestConform holds a real server to what every engine must do.
func TestConform(t *testing.T) {
	address := server(t)
	ctx := context.Background()
	open := func(name string) (search.Engine, error) { return Open(ctx, address, name, searchtest.Schema()) }
	searchtest.Conform(t, searchtest.Subject{
		Open:   open,
		Settle: func(e search.Engine) error { return e.(*Index).Merge(ctx) },
		Dir: func() (string, func()) {
			name := newName()
			return name, func() {
				if e, err := open(name); err == nil {
					_ = e.(*Index).Drop(ctx)
				}
			}
		},
	})
}
