package store

import (
	"bytes"
	"flag"
	"runtime"
	"sync"
)

// nesting finds a transaction that is begun from within another on the same goroutine. Such a one waits for a
// connection while it holds one: as many of them at once as there are connections wait for each other until they are
// refused. It is looked for in tests only, in which one is enough to be found.
type nesting struct {
	on   bool
	open sync.Map // goroutine → kind of the transaction that it is in
}

// newNesting looks in programs of tests.
func newNesting() *nesting { return &nesting{on: flag.Lookup("test.v") != nil} }

// enter begins a transaction of the current goroutine and returns what ends it. It panics within another.
func (n *nesting) enter(kind string) (leave func()) {
	if !n.on {
		return func() {}
	}
	g := goroutine()
	if within, found := n.open.LoadOrStore(g, kind); found {
		panic("store: " + kind + " within " + within.(string) + " waits for a connection while it holds one; pass the transaction on")
	}
	return func() { n.open.Delete(g) }
}

// goroutine is the number of the current goroutine, from the head of its stack: "goroutine 7 [running]:".
func goroutine() string {
	var buf [32]byte
	fields := bytes.Fields(buf[:runtime.Stack(buf[:], false)])
	return string(fields[1])
}
