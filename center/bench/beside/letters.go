package beside

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"zhibao/internal/store"
)

// Letters is the gateway to which messages go; it counts each by its id.
type Letters struct {
	URL string
	srv *http.Server

	mu   sync.Mutex
	seen map[int64]int
}

// A Recount says what became of the messages of a database.
type Recount struct {
	All     int
	Lost    int // never arrived
	Twice   int
	Strange int // arrived, and nobody sent them
}

// NewLetters listens on this machine. A gateway takes a while for each message, which is time for others to
// take the same job, and for a kill.
func NewLetters(while time.Duration) (*Letters, error) {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Letters{URL: "http://" + at.Addr().String(), seen: map[int64]int{}}
	l.srv = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct{ ID string }
		err := json.NewDecoder(r.Body).Decode(&m)
		id, e := strconv.ParseInt(m.ID, 10, 64)
		if err != nil || e != nil {
			http.Error(w, "no id", http.StatusBadRequest)
			return
		}
		time.Sleep(while)
		l.Took(id)
	})}
	go func() { _ = l.srv.Serve(at) }()
	return l, nil
}

// Close ends the gateway.
func (l *Letters) Close() error { return l.srv.Close() }

// Took counts a message.
func (l *Letters) Took(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[id]++
}

// Seen returns the ids of what arrived.
func (l *Letters) Seen() map[int64]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.seen)
}

// Recount compares the messages of a database with those that arrived.
func (l *Letters) Recount(ctx context.Context, tx *store.Tx) (r Recount, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	rows, err := tx.Query(ctx, `SELECT id FROM mailbox_letter`)
	if err != nil {
		return r, err
	}
	defer rows.Close()
	known := map[int64]bool{}
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return r, err
		}
		known[id] = true
		switch n := l.seen[id]; {
		case n == 0:
			r.Lost++
		case n > 1:
			r.Twice++
		}
	}
	for id := range l.seen {
		if !known[id] {
			r.Strange++
		}
	}
	r.All = len(known)
	return r, rows.Err()
}
