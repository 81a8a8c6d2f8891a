package treelog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/treelog"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/office/paper"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/rule"
)

type in struct {
	Text string `json:"text"`
}

// letters is a procedure that issues a paper at its first move.
func letters() *casework.Chart {
	basis := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	write := casework.Input(func(s *casework.Step, _ *in) error {
		s.Case.Owner = s.Actor.Party
		if err := s.Issue(); err != nil {
			return err
		}
		_, err := document.Issue(s, document.Draft{Template: "letter", Version: "2026-01-01", Name: "回执", Series: "信", To: "某某", Party: s.Case.Owner,
			Body: []paper.Block{paper.Q("收到。")}})
		return err
	})
	return &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: basis, Do: write},
			{Code: "sign", Title: "办结", English: "Sign", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: basis,
				Do: casework.Input(func(*casework.Step, *in) error { return nil })},
		}}
}

// A center is an office with cases, an audit and a log.
type center struct {
	*testing.T
	office *casework.Office
	log    *treelog.Log
	book   *identity.Book
	who    casework.Actor
	cases  []int64
}

func newCenter(t *testing.T) *center { return newCenterWith(t, "") }

// newCenterWith is a center that chose its algorithms.
func newCenterWith(t *testing.T, crypto seal.Provider) *center {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{Crypto: crypto, Charts: []*casework.Chart{letters()}, Schemas: []store.Schema{identity.Schema()}})
	c := &center{T: t, office: o, log: &treelog.Log{DB: o.DB, Keys: o.Keys, Now: clock.Now}, book: identity.New(o.DB, o.Keys, clock.Now, identity.Policy{}), who: casework.Actor{Name: "甲", Via: "test"}}
	c.who.Subject = access.Subject{Account: 10, Center: caseworktest.CenterID, Party: 100, Roles: []string{string(casework.Entity), string(casework.Clerk)}}
	return c
}

// work opens n cases, closes every second one, and leaves a word in the audit for each.
func (c *center) work(n int) {
	c.Helper()
	for i := range n {
		r, err := c.office.Move(c.Context(), casework.Request{Actor: c.who, Chart: "letter", Move: "write", Input: &in{}})
		if err != nil {
			c.Fatal(err)
		}
		c.cases = append(c.cases, r.Case.ID)
		if i%2 == 0 {
			if _, err := c.office.Move(c.Context(), casework.Request{Actor: c.who, Case: r.Case.ID, Expected: r.Case.Version, Move: "sign", Input: &in{}}); err != nil {
				c.Fatal(err)
			}
		}
		c.write(func(ctx context.Context, tx *store.Tx) error {
			return c.book.Audit(ctx, tx, identity.Who{Center: caseworktest.CenterID, Name: "乙"}, "sign.in", "x", fmt.Sprint(i))
		})
	}
}

func (c *center) write(f func(ctx context.Context, tx *store.Tx) error) {
	c.Helper()
	if err := c.office.DB.Write(c.Context(), func(tx *store.Tx) error { return f(c.Context(), tx) }); err != nil {
		c.Fatal(err)
	}
}

func (c *center) read(f func(ctx context.Context, tx *store.Tx) error) {
	c.Helper()
	if err := c.office.DB.Read(c.Context(), func(tx *store.Tx) error { return f(c.Context(), tx) }); err != nil {
		c.Fatal(err)
	}
}

func (c *center) seal() int {
	c.Helper()
	n, err := c.log.Seal(c.Context(), caseworktest.CenterID, false)
	if err != nil {
		c.Fatal(err)
	}
	return n
}

// soon is when everything that was made until now must be in the log.
func soon() time.Time { return time.Now().Add(2 * time.Hour) }

// flaws is everything that the verification of the database finds, with what the holder of earlier heads
// finds.
func (c *center) flaws(ctx context.Context, tx *store.Tx, earlier ...*treelog.Head) (out []string, err error) {
	v, err := casework.VerifyTx(ctx, tx)
	for _, f := range v.Flaws {
		out = append(out, f.String())
	}
	if err != nil {
		return out, err
	}
	papers, err := document.Verify(ctx, tx)
	for _, f := range papers {
		out = append(out, f.String())
	}
	if err != nil {
		return out, err
	}
	l, err := treelog.Verify(ctx, tx, soon())
	out = append(out, l.Flaws...)
	for _, h := range earlier {
		if _, err := treelog.Extends(ctx, tx, caseworktest.CenterID, h); err != nil {
			out = append(out, fault.MessageOf(err))
		}
	}
	return out, err
}

func TestLogGrowsAndProves(t *testing.T) { withBoth(t, logGrowsAndProves) }

func logGrowsAndProves(t *testing.T, crypto seal.Provider) {
	c := newCenterWith(t, crypto)
	if n := c.seal(); n != 0 {
		t.Fatalf("%d entries of nothing", n)
	}
	var heads []*treelog.Head
	for i := range 5 {
		c.work(1 + 3*i)
		n := c.seal()
		if n < 3 || c.seal() != 0 {
			t.Fatalf("round %d: %d entries, and more at once", i, n)
		}
		c.read(func(ctx context.Context, tx *store.Tx) error {
			h, err := treelog.Latest(ctx, tx, caseworktest.CenterID)
			heads = append(heads, h)
			return err
		})
	}
	c.read(func(ctx context.Context, tx *store.Tx) error {
		if all, err := c.flaws(ctx, tx, heads...); len(all) > 0 || err != nil {
			t.Fatalf("nothing was touched: %q, %v", all, err)
		}
		for _, id := range c.cases {
			p, err := treelog.ProofOf(ctx, tx, caseworktest.CenterID, treelog.OfEvent, id, 1)
			if err != nil || p == nil {
				t.Fatalf("no proof of case %d: %v", id, err)
			}
			c.holds(p)
			papers, err := document.Of(ctx, tx, caseworktest.CenterID, id)
			if err != nil || len(papers) != 1 {
				t.Fatalf("%d papers, %v", len(papers), err)
			}
			if p, err = treelog.ProofOf(ctx, tx, caseworktest.CenterID, treelog.OfPaper, papers[0].ID, 0); err != nil || p == nil || p.Hash != papers[0].Digest || p.Label != papers[0].Number {
				t.Fatalf("proof of a paper: %+v, %v", p, err)
			}
			c.holds(p)
		}
		if p, err := treelog.ProofOf(ctx, tx, caseworktest.CenterID, treelog.OfEvent, c.cases[0], 99); p != nil || err != nil {
			t.Errorf("proof of what never was: %+v, %v", p, err)
		}
		return nil
	})
}

// holds checks a proof as it comes from a file, and that nothing in it can be changed.
func (c *center) holds(p *treelog.Proof) {
	c.Helper()
	file, err := json.Marshal(p)
	if err != nil {
		c.Fatal(err)
	}
	q, err := treelog.ParseProof(file)
	if err != nil {
		c.Fatal(err)
	}
	if _, err := q.Check(); err != nil {
		c.Fatal(err)
	}
	for name, change := range map[string]func(p *treelog.Proof){
		"label":  func(p *treelog.Proof) { p.Label += "x" },
		"hash":   func(p *treelog.Proof) { p.Hash = strings.Repeat("0", 64) },
		"seq":    func(p *treelog.Proof) { p.Seq += "1" },
		"number": func(p *treelog.Proof) { p.At += "1" },
		"size":   func(p *treelog.Proof) { p.Head = strings.Replace(p.Head, "条数 ", "条数 1", 1) },
		"path":   func(p *treelog.Proof) { p.Path = append(p.Path, strings.Repeat("0", 64)) },
		"digit":  func(p *treelog.Proof) { p.Path = append(p.Path, "zz") },
	} {
		bad, err := treelog.ParseProof(file)
		if err != nil {
			c.Fatal(err)
		}
		if change(bad); name == "number" && len(bad.Path) == 0 {
			continue
		}
		if _, err := bad.Check(); err == nil {
			c.Errorf("a proof with another %s holds", name)
		}
	}
}

// What a chain alone cannot show: an end that is cut off, a case that is gone, a history computed anew.
func TestWhatChainsCannotShow(t *testing.T) { withBoth(t, whatChainsCannotShow) }

func whatChainsCannotShow(t *testing.T, crypto seal.Provider) {
	c := newCenterWith(t, crypto)
	c.work(6)
	c.seal()
	var old *treelog.Head
	c.read(func(ctx context.Context, tx *store.Tx) (err error) {
		old, err = treelog.Latest(ctx, tx, caseworktest.CenterID)
		return err
	})
	c.work(3)
	c.seal()
	last := c.cases[len(c.cases)-1]
	for name, acts := range map[string][]string{
		"the end of the audit": {`DELETE FROM identity_audit WHERE seq = (SELECT MAX(seq) FROM identity_audit)`},
		"a whole case": {fmt.Sprintf(`DELETE FROM casework_event WHERE case_id = %d`, last), fmt.Sprintf(`DELETE FROM document_paper WHERE case_id = %d`, last),
			fmt.Sprintf(`DELETE FROM casework_case WHERE id = %d`, last)},
		"a paper's digest":   {fmt.Sprintf(`UPDATE document_paper SET digest = code WHERE case_id = %d`, last)},
		"the end of the log": {`DELETE FROM treelog_leaf WHERE at > 8`, `DELETE FROM treelog_node WHERE at > 17`, `DELETE FROM treelog_head WHERE size > 9`},
		"the whole log":      {`DELETE FROM treelog_leaf`, `DELETE FROM treelog_node`, `DELETE FROM treelog_head`},
	} {
		c.undone(name, acts, old)
	}
}

// undone applies changes, expects that they are found, and takes them back.
func (c *center) undone(name string, acts []string, heads ...*treelog.Head) {
	c.Helper()
	stop := errors.New("undo")
	err := c.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		for _, act := range acts {
			if n, err := tx.Exec(c.Context(), act); err != nil || n == 0 {
				c.Fatalf("%s: %s: %d rows, %v", name, act, n, err)
			}
		}
		all, err := c.flaws(c.Context(), tx, heads...)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			c.Errorf("%s: not found", name)
		}
		return stop
	})
	if !errors.Is(err, stop) {
		c.Fatalf("%s: %v", name, err)
	}
}

// Of changes of one value, one row or several rows in any place of the log, every one is found.
func TestThousandMutations(t *testing.T) { withBoth(t, thousandMutations) }

func thousandMutations(t *testing.T, crypto seal.Provider) {
	c := newCenterWith(t, crypto)
	c.work(20)
	c.seal()
	var old *treelog.Head
	c.read(func(ctx context.Context, tx *store.Tx) (err error) {
		old, err = treelog.Latest(ctx, tx, caseworktest.CenterID)
		return err
	})
	rounds := 1000
	if testing.Short() {
		rounds = 50
	}
	for range rounds {
		at := rand.Int64N(old.Size)
		change := []string{
			fmt.Sprintf(`UPDATE treelog_leaf SET object = object + 1 WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET seq = seq + 1 WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET label = label || 'x' WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET source = -source WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET kind = 'other' WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET hash = (SELECT root FROM treelog_head ORDER BY size LIMIT 1) WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_leaf SET at = at + 1000 WHERE at = %d`, at),
			fmt.Sprintf(`DELETE FROM treelog_leaf WHERE at = %d`, at),
			fmt.Sprintf(`DELETE FROM treelog_leaf WHERE at >= %d`, at),
			fmt.Sprintf(`UPDATE treelog_node SET hash = (SELECT signature FROM treelog_head ORDER BY size LIMIT 1) WHERE at = %d`, 2*at-at/2),
			fmt.Sprintf(`DELETE FROM treelog_node WHERE at = %d`, at),
			fmt.Sprintf(`UPDATE treelog_head SET at = at + %d`, 1_000_000*(1+at)),
			fmt.Sprintf(`UPDATE treelog_head SET size = size - %d`, 1+at),
			fmt.Sprintf(`UPDATE treelog_head SET root = (SELECT hash FROM treelog_node WHERE at = %d)`, at),
			`UPDATE treelog_head SET digest = CASE digest WHEN 'SM3' THEN 'SHA-256' ELSE 'SM3' END`,
			`DELETE FROM treelog_head`,
		}
		act := change[rand.IntN(len(change))]
		c.undone(act, []string{act}, old)
	}
}

// Several writers of one log make one row without holes.
func TestSealTogether(t *testing.T) {
	c := newCenter(t)
	c.work(8)
	done := make(chan error)
	for range 4 {
		go func() {
			_, err := c.log.Seal(t.Context(), caseworktest.CenterID, true)
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	c.read(func(ctx context.Context, tx *store.Tx) error {
		all, err := c.flaws(ctx, tx)
		if len(all) > 0 {
			t.Errorf("%q", all)
		}
		return err
	})
}

func TestHeadFile(t *testing.T) { withBoth(t, headFile) }

func headFile(t *testing.T, crypto seal.Provider) {
	c := newCenterWith(t, crypto)
	c.work(2)
	c.seal()
	c.read(func(ctx context.Context, tx *store.Tx) error {
		h, err := treelog.Latest(ctx, tx, caseworktest.CenterID)
		if err != nil {
			return err
		}
		text := h.Text()
		for _, form := range []string{text, "\ufeff" + text, strings.ReplaceAll(text, "\n", "  \r\n") + "\n\n"} {
			if back, err := treelog.ParseHead(form); err != nil || back.Text() != text || !back.Signed() {
				t.Errorf("read back: %v", err)
			}
		}
		lines := strings.Split(text, "\n")
		for i := range 8 {
			changed := append([]string{}, lines...)
			changed[i] = "其他"
			_, err := treelog.ParseHead(strings.Join(changed, "\n"))
			if want := fmt.Sprintf("第 %d 行", i+1); err == nil || !strings.Contains(fault.MessageOf(err), want) {
				t.Errorf("line %d: %v", i+1, err)
			}
		}
		if back, err := treelog.ParseHead(strings.Replace(text, "条数 ", "条数 1", 1)); err != nil || back.Signed() {
			t.Errorf("another size is signed: %v", err)
		}
		return nil
	})
}

// After a clock that was set back ids are lesser than those that are entered. The search among the latest
// misses them, the count of all finds them.
func TestClockSetBack(t *testing.T) {
	c := newCenter(t)
	c.work(3)
	c.seal()
	c.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE treelog_leaf SET source = source + CAST(4611686018427387904 AS BIGINT) / 2 WHERE kind = 'audit'`)
		return err
	})
	// The three old entries of the audit are new to the log now, with lesser ids.
	if n := c.seal(); n != 0 {
		t.Fatalf("%d entries found among the latest", n)
	}
	c.work(1)
	before := c.seal()
	if n, err := c.log.Seal(t.Context(), caseworktest.CenterID, true); err != nil || n == 0 {
		t.Errorf("%d entries by the count, after %d: %v", n, before, err)
	}
}

// A center that stops within the minute after an event has it in no log, and holds all the same whenever it
// is verified; while it runs, the same event is missing after an hour.
func TestStoppedBeforeTheJob(t *testing.T) {
	c := newCenter(t)
	c.work(2)
	c.seal()
	c.work(1)
	c.read(func(ctx context.Context, tx *store.Tx) error {
		for _, at := range []time.Time{{}, soon()} {
			v, err := treelog.Verify(ctx, tx, at)
			if err != nil {
				return err
			}
			if missing := len(v.Flaws) > 0; missing == at.IsZero() {
				t.Errorf("at %v: %q", at, v.Flaws)
			}
		}
		return nil
	})
}

// withBoth runs a test in a center of each kind.
func withBoth(t *testing.T, test func(*testing.T, seal.Provider)) {
	for _, p := range []seal.Provider{seal.International, seal.SM} {
		t.Run(string(p), func(t *testing.T) { test(t, p) })
	}
}
