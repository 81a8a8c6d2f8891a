package center

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"zhibao/center/lost"
	"zhibao/internal/store"
)

// shared is how long what one process counted for the limits may be unknown to the others.
const shared = 2 * time.Second

// share writes down again and again what this process counted for the limits.
func (c *Center) share(ctx context.Context) {
	tick := time.NewTicker(shared)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := c.limits.Flush(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("limits not written down", "err", err)
		}
	}
}

// index is the folder of what is made of the database and belongs to this process alone.
func (c *Center) index() string {
	if c.Index != "" {
		return c.Index
	}
	return filepath.Join(c.Data, "index")
}

// readyWithin is how long the database may take to answer before a proxy is told to ask another process.
const readyWithin = 2 * time.Second

// Ready answers GET /ready before next answers everything else: 200 when this process can work, 503 when
// it is about to end, its database does not answer, or its data were taken away from under it. A proxy asks it; people have the page of the service.
func (c *Center) Ready(ending *atomic.Bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ready" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		code, word := http.StatusOK, "ready\n"
		switch {
		case ending.Load():
			code, word = http.StatusServiceUnavailable, "ending\n"
		case !c.answers(r.Context()):
			code, word = http.StatusServiceUnavailable, "no database\n"
		case lost.Gone(c.Data, c.Database):
			code, word = http.StatusServiceUnavailable, "no data\n"
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, word) // who asked may be gone
	})
}

// answers reports whether the database answers a question soon.
func (c *Center) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return c.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := c.Office.Centers(ctx, tx)
		return err
	}) == nil
}
