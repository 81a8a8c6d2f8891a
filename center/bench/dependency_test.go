package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center/notify"
	"zhibao/internal/identity"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/law/calendar"
)

// A stand is what the program depends on, as another machine has it: it can be well, dead, slow, or answer
// nonsense.
type stand struct {
	l net.Listener

	mu   sync.Mutex
	mode string
	held []net.Conn
	got  map[string]int // text messages by their id, while it was well
	hits int
}

func newStand(t *testing.T) *stand {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{l: l, got: map[string]int{}}
	t.Cleanup(func() { s.set("dead"); _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *stand) url() string { return "http://" + s.l.Addr().String() }

// set changes how the stand behaves, also to those who are waiting.
func (s *stand) set(mode string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = mode
	for _, c := range s.held {
		_ = c.Close() // who hung is let go
	}
	s.held = nil
}

// serve answers one connection.
func (s *stand) serve(c net.Conn) {
	s.mu.Lock()
	mode := s.mode
	s.hits++
	if mode == "slow" {
		s.held = append(s.held, c)
	}
	s.mu.Unlock()
	switch mode {
	case "slow":
		return
	case "garbage":
		_, _ = c.Write([]byte("\x00\x01\xff\xfe 220 HTTP/9.9 ??? {[<\r\n\r\n" + strings.Repeat("\x7f", 5000)))
	case "page":
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<html>sign in</html>")
	case "well":
		s.take(c)
	}
	_ = c.Close()
}

// take takes one text message.
func (s *stand) take(c net.Conn) {
	req, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	var m struct{ ID string }
	if json.NewDecoder(req.Body).Decode(&m) == nil && m.ID != "" {
		s.mu.Lock()
		s.got[m.ID]++
		s.mu.Unlock()
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\naccepted")
	}
}

// An island is a center whose every dependency is the stand.
type island struct {
	*testing.T
	stand *stand
	rig   *rig
	clock *led
	j     *journal
	h     *hand
}

// newIsland starts the program with its background work, wrapped as a control wants it.
func newIsland(t *testing.T, wrap func(*stand, http.Handler) http.Handler) *island {
	t.Helper()
	s := &island{T: t, stand: newStand(t), clock: &led{}}
	s.clock.put(time.Date(2026, 3, 2, 10, 0, 0, 0, calendar.Shanghai()))
	rig, err := newRigOn(t.Context(), site{dir: t.TempDir(), search: s.stand.url(), figures: telemetry.New(time.Now), now: s.clock.now}, true)
	if err != nil {
		t.Fatalf("the program does not start without its search server: %v", err)
	}
	s.rig = rig
	g := mailbox.GatewayConfig{URL: s.stand.url() + "/messages", Body: `{"to":"{to}","text":"{text}","id":"{id}"}`, Success: "accepted"}
	err = rig.DB.Write(t.Context(), func(tx *store.Tx) error {
		return notify.UseGateway(t.Context(), tx, rig.Keys, rig.Center.Center.ID, g, s.clock.now())
	})
	for n := range enterprises {
		login := fmt.Sprintf("applicant-%d", n+1)
		a := &identity.Account{Center: rig.Center.Center.ID, Party: rig.people[login].Party, Login: fmt.Sprintf("phone-%d", n), Name: "经办", Phone: fmt.Sprintf("1380000%04d", n)}
		err = errors.Join(err, rig.account(t.Context(), a, []casework.Role{casework.Entity}, true), rig.wish(t.Context(), a))
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan bool)
	go func() { rig.Background(ctx); close(done) }()
	t.Cleanup(func() { s.stand.set("dead"); stop(); <-done; _ = rig.Close() })
	srv := httptest.NewServer(wrap(s.stand, rig.Handler()))
	t.Cleanup(func() { s.stand.set("dead"); srv.Close() })
	staff := map[string]int64{}
	for login, a := range rig.people {
		staff[login] = a.Account
	}
	s.j = newJournal(srv.URL, staff)
	for _, b := range s.j.people {
		b.client.Timeout = patient
	}
	if err := s.j.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.h = newHand(s.j, 0, &campaign{repeats: 1 << 30, seed: 3})
	return s
}

// patient is how long a person waits for a page: less than the program waits for anybody else.
const patient = 12 * time.Second

// journey leads one case from its draft to the opinion and opens what people open meanwhile.
func (s *island) journey() error {
	for ok := false; !ok; ok = s.h.rest[len(s.h.rest)-1].move == "opine" {
		s.h.rest, s.h.k = s.h.plan(), 0
	}
	for len(s.h.rest) > 0 {
		move := s.h.rest[0].move
		if err := s.h.next(s.Context()); err != nil {
			return fmt.Errorf("%s: %w", move, err)
		}
	}
	for _, path := range []string{"/work", fmt.Sprintf("/case/%d", s.h.k), "/messages"} {
		if p, err := s.j.people[s.h.owner].get(s.Context(), path); err != nil || p.status != http.StatusOK {
			return fmt.Errorf("%s: %d, %w", path, p.status, err)
		}
	}
	return nil
}

var waitingLetters = regexp.MustCompile(`zhibao_letters_waiting (\d+)`)

// letters counts the text messages of the center by what became of them, and the tries.
func (s *island) letters() (waiting, sent, failed, tries int) {
	s.Helper()
	err := s.rig.DB.Read(s.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(s.Context(), `SELECT state, tries FROM mailbox_letter WHERE channel = 'sms' AND center_id = $1`, s.rig.Center.Center.ID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var state string
			var n int
			if err := rows.Scan(&state, &n); err != nil {
				return err
			}
			tries += n
			switch state {
			case mailbox.Waiting:
				waiting++
			case mailbox.Sent:
				sent++
			default:
				failed++
			}
		}
		return rows.Err()
	})
	if err != nil {
		s.Fatal(err)
	}
	return waiting, sent, failed, tries
}

// plainly leaves the program as it is.
func plainly(_ *stand, h http.Handler) http.Handler { return h }

// With the text gateway and the search server dead, hanging or answering nonsense, cases go on as ever. Messages
// wait, which can be seen, and each goes out once when the other side is well again.
func TestDependenciesFail(t *testing.T) {
	s := newIsland(t, plainly)
	for _, mode := range []string{"dead", "slow", "garbage", "page"} {
		s.stand.set(mode)
		begun := time.Now()
		if err := s.journey(); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
		t.Logf("%s: a case from draft to opinion in %s", mode, time.Since(begun).Round(time.Millisecond))
		if p, err := s.j.people["examiner-1"].get(t.Context(), "/search"); err != nil || p.status >= 500 && p.status != 503 {
			t.Errorf("%s: the page of the search: %d, %v", mode, p.status, err)
		}
	}
	waiting, sent, failed, _ := s.letters()
	if waiting == 0 || sent > 0 || s.stand.hits == 0 {
		t.Fatalf("%d messages wait, %d are sent, %d failed after %d connections: the test finds nothing", waiting, sent, failed, s.stand.hits)
	}
	// Monitoring sees it.
	var b strings.Builder
	s.rig.Recorder.Write(t.Context(), &b)
	if m := waitingLetters.FindStringSubmatch(b.String()); m == nil || m[1] == "0" {
		t.Errorf("the figures tell of no waiting message: %v", m)
	}
	s.stand.set("well")
	for end := time.Now().Add(90 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		s.clock.put(s.clock.now().Add(10 * time.Minute)) // the way rests for up to an hour after failures
		if waiting, _, _, _ = s.letters(); waiting == 0 {
			break
		}
	}
	waiting, sent, failed, tries := s.letters()
	t.Logf("%d messages, %d tries, %d connections in all", sent, tries, s.stand.hits)
	if waiting > 0 || failed > 0 || sent == 0 {
		t.Errorf("with the gateway well again %d wait, %d failed, %d are sent", waiting, failed, sent)
	}
	s.stand.mu.Lock()
	defer s.stand.mu.Unlock()
	for id, n := range s.stand.got {
		if n != 1 {
			t.Errorf("message %s went out %d times", id, n)
		}
	}
}

// A program that waits for the other side before it answers is found out.
func TestWaitingProgramIsFoundOut(t *testing.T) {
	s := newIsland(t, func(st *stand, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/move/") && r.Method == http.MethodPost {
				if res, err := http.Post(st.url(), "text/plain", strings.NewReader("x")); err == nil {
					_ = res.Body.Close()
				}
			}
			h.ServeHTTP(w, r)
		})
	})
	s.stand.set("slow")
	if err := s.journey(); err == nil {
		t.Error("a program that waits for its gateway was not found out")
	}
}
