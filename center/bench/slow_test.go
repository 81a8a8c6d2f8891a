package bench

import (
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/internal/store/storetest"
)

// A line is the network between the program and its database. What goes over it can be delayed, and held
// back until the line is mended, as by machines that no longer see each other and by the retransmissions
// afterwards: nothing is dropped for good, so that a commit may arrive when nobody expects it any more.
type line struct {
	net.Listener
	to    string
	delay atomic.Int64 // of each piece, in nanoseconds
	cut   atomic.Bool
	drop  atomic.Int64 // of so many pieces one is cut off in its middle, and the connection with it; none if 0
	n     atomic.Int64
	torn  atomic.Int64 // pieces that were cut off
}

// newLine leads to an address.
func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &line{Listener: l, to: to}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go n.carry(t, c)
		}
	}()
	return n
}

// carry joins a connection to one to the database.
func (n *line) carry(t *testing.T, c net.Conn) {
	defer c.Close()
	n.hold(t)
	d, err := net.Dial("tcp", n.to)
	if err != nil {
		return
	}
	defer d.Close()
	done := make(chan bool, 2)
	for _, way := range [][2]net.Conn{{c, d}, {d, c}} {
		go func() {
			n.copy(t, way[1], way[0])
			done <- true
		}()
	}
	<-done
}

// copy carries what one side says to the other.
func (n *line) copy(t *testing.T, to io.Writer, from io.Reader) {
	buf := make([]byte, 32<<10)
	for {
		k, err := from.Read(buf)
		if k > 0 {
			time.Sleep(time.Duration(n.delay.Load()))
			n.hold(t)
			if d := n.drop.Load(); d > 0 && n.n.Add(1)%d == 0 {
				n.torn.Add(1)
				_, _ = to.Write(buf[:k/2])
				return
			}
			if _, err := to.Write(buf[:k]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// hold waits while the line is cut.
func (n *line) hold(t *testing.T) {
	for n.cut.Load() && t.Context().Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
}

// The database is so slow that each word to it and from it takes two seconds, or cannot be reached at all,
// and comes back. Meanwhile the program tells the proxy that it cannot work; afterwards it goes on by
// itself, nothing that was acknowledged is lost, nothing was done twice or by half.
func TestSlowDatabase(t *testing.T) {
	replicas(t)
	for _, c := range []struct {
		name string
		do   func(n *line)
	}{{"slow", func(n *line) { n.delay.Store(int64(2 * time.Second)) }}, {"partitioned", func(n *line) { n.cut.Store(true) }}} {
		t.Run(c.name, func(t *testing.T) {
			database := storetest.Postgres(t)
			u, err := url.Parse(database)
			if err != nil {
				t.Fatal(err)
			}
			n := newLine(t, u.Host)
			u.Host = n.Addr().String()
			f := newFleet(t, u.String(), 1)
			var mended, back atomic.Int64
			j, stop := f.crew(t, f.all[0].base(), func(err error) {
				if err == nil && mended.Load() > 0 {
					back.CompareAndSwap(0, time.Now().UnixMilli())
				}
			})
			time.Sleep(6 * time.Second)
			before := acknowledged(j)
			c.do(n)
			time.Sleep(4 * time.Second) // what was under way has ended
			during := acknowledged(j)
			if ready(f.all[0]) {
				t.Error("the program says that it can work")
			}
			time.Sleep(8 * time.Second)
			during = acknowledged(j) - during
			n.delay.Store(0)
			n.cut.Store(false)
			begun := time.Now()
			mended.Store(begun.UnixMilli())
			for back.Load() == 0 && time.Since(begun) < 60*time.Second {
				time.Sleep(20 * time.Millisecond)
			}
			took := time.Duration(back.Load()-begun.UnixMilli()) * time.Millisecond
			time.Sleep(2 * time.Second)
			stop()
			o := audit(t, j, database)
			t.Logf("%d acts acknowledged, %d before the fault, %d in 8 s of it; back after %s; lost %d, twice %d, half %d", o.Acknowledged, before, during, took, o.Lost, o.Twice, o.Half)
			switch {
			case before == 0 || back.Load() == 0:
				t.Fatalf("no acts before or after the fault; %s", f.all[0].said())
			case 2*during > before:
				t.Errorf("%d acts during the fault: it was none", during)
			case o.Lost+o.Twice+o.Half > 0 || took > 30*time.Second:
				t.Errorf("%s, %+v", took, *o)
			}
		})
	}
}

// The connections to the database are dropped again and again in the middle of a question or of an answer, so that
// nobody knows whether a commit was done. Clients send what was not answered once more; in the end everything that
// was acknowledged is there, once and as a whole. The control is in the test: connections were dropped, and
// requests failed for it.
func TestDroppedConnections(t *testing.T) {
	replicas(t)
	database := storetest.Postgres(t)
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	n := newLine(t, u.Host)
	u.Host = n.Addr().String()
	f := newFleet(t, u.String(), 1)
	var failed, dropping, back atomic.Int64
	f.insist = true
	j, stop := f.crew(t, f.all[0].base(), func(err error) {
		switch {
		case err != nil && !isDone(err):
			failed.Add(1)
		case dropping.Load() < 0:
			back.CompareAndSwap(0, time.Now().UnixMilli())
		}
	})
	time.Sleep(3 * time.Second)
	before := acknowledged(j)
	for _, every := range []int64{97, 31, 13} {
		n.drop.Store(every)
		time.Sleep(4 * time.Second)
	}
	during := acknowledged(j) - before
	n.drop.Store(0)
	begun := time.Now()
	dropping.Store(-1)
	for back.Load() == 0 && time.Since(begun) < 30*time.Second {
		time.Sleep(20 * time.Millisecond)
	}
	took := time.Duration(back.Load()-begun.UnixMilli()) * time.Millisecond
	time.Sleep(2 * time.Second)
	stop()
	o := audit(t, j, database)
	t.Logf("%d acts acknowledged, %d before, %d while %d connections were dropped and %d requests failed; back after %s; lost %d, twice %d, half %d",
		o.Acknowledged, before, during, n.torn.Load(), failed.Load(), took, o.Lost, o.Twice, o.Half)
	switch {
	case before == 0 || back.Load() == 0:
		t.Fatalf("no acts before or after the fault; %s", f.all[0].said())
	case n.torn.Load() < 20 || failed.Load() == 0:
		t.Errorf("%d connections were dropped, %d requests failed: it was no fault", n.torn.Load(), failed.Load())
	case o.Lost+o.Twice+o.Half > 0:
		t.Errorf("%+v", *o)
	}
}
