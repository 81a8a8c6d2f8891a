package store_test

import (
	"strings"
	"testing"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// elsewhere runs f on another goroutine, as another request would be, and waits for it.
func elsewhere(f func() error) error {
	done := make(chan error)
	go func() { done <- f() }()
	return <-done
}

// A transaction within another waits for a connection while it holds one. Tests find it at once; what runs beside it or
// after it is none.
func TestWithin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		nothing := func(*store.Tx) error { return nil }
		read, write, ask := func() error { return db.Read(ctx, nothing) }, func() error { return db.Write(ctx, nothing) }, func() error { return db.Ask(ctx, nothing) }
		for name, begin := range map[string]func(func(*store.Tx) error) error{
			"read":  func(f func(*store.Tx) error) error { return db.Read(ctx, f) },
			"write": func(f func(*store.Tx) error) error { return db.Write(ctx, f) },
		} {
			for _, inner := range []func() error{read, write, ask} {
				func() {
					defer func() {
						if said, _ := recover().(string); !strings.Contains(said, "within") {
							t.Errorf("within a %s: %q", name, said)
						}
					}()
					_ = begin(func(*store.Tx) error { return inner() })
				}()
				if err := inner(); err != nil {
					t.Errorf("after a %s: %v", name, err)
				}
			}
			if err := begin(func(*store.Tx) error { return elsewhere(read) }); err != nil {
				t.Errorf("beside a %s: %v", name, err)
			}
		}
	})
}
