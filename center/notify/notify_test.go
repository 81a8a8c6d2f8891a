package notify

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/mailbox"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// A world is a desk with a database, two accounts of party 7 and a clock.
type world struct {
	*Desk
	t      *testing.T
	at     time.Time
	folder string
	jobs   *job.Runner
	people []*identity.Account
}

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	w := &world{t: t, at: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), folder: t.TempDir()}
	clock := func() time.Time { return w.at }
	if err := db.Migrate(t.Context(), seal.Schema(), identity.Schema(), job.Schema(), mailbox.Schema(), Schema()); err != nil {
		t.Fatal(err)
	}
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "key", "root.key"), Make: true})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.NewRing(t.Context(), db, root, seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book := identity.New(db, keys, clock, identity.Policy{})
	w.jobs = job.New(db, job.Options{Now: clock})
	w.Desk, err = New(Deps{DB: db, Keys: keys, Book: book, Jobs: w.jobs, Now: clock, URL: "https://zhibao.example.cn", Folder: w.folder})
	if err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{"anna", "bert"} {
		a := &identity.Account{Center: 1, Party: 7, Login: login, Name: login, Mail: login + "@example.com", Phone: "13900001234"}
		var token string
		w.write(func(ctx context.Context, tx *store.Tx) (err error) {
			token, err = book.Create(ctx, tx, identity.Who{Center: 1}, a)
			return err
		})
		if err := book.SetPassword(t.Context(), token, "Ein-langes-Passwort-2026"); err != nil {
			t.Fatal(err)
		}
		w.people = append(w.people, a)
	}
	return w
}

func (w *world) write(do func(context.Context, *store.Tx) error) {
	w.t.Helper()
	if err := w.d.DB.Write(w.t.Context(), func(tx *store.Tx) error { return do(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// wants sets a wish.
func (w *world) wants(a *identity.Account, kind string, ch mailbox.Channel, mode string) {
	w.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO notify_wish (account_id, center_id, kind, channel, mode) VALUES ($1,1,$2,$3,$4)`, a.ID, kind, string(ch), mode)
		return err
	})
}

// sent lets the time pass, runs the jobs and returns the subjects of what was sent since, by
// recipient.
func (w *world) sent(pass time.Duration) map[string][]string {
	w.t.Helper()
	w.at = w.at.Add(pass)
	if _, err := w.jobs.RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	out := map[string][]string{}
	files, err := filepath.Glob(filepath.Join(w.folder, "*.eml"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, a := range w.people {
			if strings.Contains(string(b), a.Mail) {
				out[a.Login] = append(out[a.Login], string(b))
			}
		}
		if err := os.Remove(f); err != nil {
			w.t.Fatal(err)
		}
	}
	return out
}

// Everybody is told as they want: at once, once a day in one message, or never; reminders and papers
// apart; nothing is lost or told twice.
func TestWishes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		anna := w.people[0]
		tell := func(kind, number string) {
			w.write(func(ctx context.Context, tx *store.Tx) error {
				return w.Tell(ctx, tx, casework.Notification{Center: 1, Party: 7, Case: 5, Number: number, Kind: kind})
			})
		}
		tell(casework.NoticePaper, "YS-1")
		if got := w.sent(0); len(got["anna"]) != 1 || len(got["bert"]) != 1 {
			t.Errorf("by default both are told at once: %v", got)
		}
		w.wants(anna, casework.NoticePaper, mailbox.Mail, daily)
		w.wants(anna, casework.NoticeReminder, mailbox.Mail, off)
		tell(casework.NoticePaper, "YS-2")
		tell("", "YS-3")
		tell(casework.NoticeReminder, "YS-4")
		if got := w.sent(time.Hour); len(got["anna"]) != 0 || len(got["bert"]) != 3 {
			t.Errorf("anna wants a daily message: %v", got)
		}
		got := w.sent(24 * time.Hour)
		if len(got["anna"]) != 1 || len(got["bert"]) != 0 {
			t.Fatalf("the daily message: %v", got)
		}
		if strings.Contains(got["anna"][0], "YS-") {
			t.Errorf("the daily message names cases: %s", got["anna"][0])
		}
		if got := w.sent(24 * time.Hour); len(got) != 0 {
			t.Errorf("told twice: %v", got)
		}
		// Whoever was disabled meanwhile is told nothing, and it does not wait for their return.
		tell(casework.NoticePaper, "YS-5")
		w.sent(0)
		w.write(func(ctx context.Context, tx *store.Tx) error {
			return w.d.Book.SetStatus(ctx, tx, identity.Who{Center: 1}, anna.ID, identity.Disabled)
		})
		if got := w.sent(24 * time.Hour); len(got) != 0 {
			t.Errorf("a disabled account was told: %v", got)
		}
	})
}

// The daily message goes out at half past eight in China, whatever the hour is.
func TestMorning(t *testing.T) {
	for after, want := range map[string]string{"2026-11-23T00:29:59Z": "2026-11-23T00:30:00Z", "2026-11-23T00:30:00Z": "2026-11-24T00:30:00Z",
		"2026-12-31T16:10:00Z": "2027-01-01T00:30:00Z"} {
		at, err := time.Parse(time.RFC3339, after)
		if err != nil {
			t.Fatal(err)
		}
		if got := morning(at).UTC().Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", after, got, want)
		}
	}
}
