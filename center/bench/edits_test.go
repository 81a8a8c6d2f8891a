package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// number reads a size that the nightly run sets.
func number(env string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(env)); err == nil {
		return n
	}
	return usual
}

// A try is one attempt to move a case, and how it ended.
type try struct {
	request    casework.Request
	start, end time.Duration
	version    int64 // of the case after it, 0 if it was refused
	seq        int64
	replayed   bool
	stale      bool // refused because the case had moved on
}

// A crowd is many people who work on the same few cases without knowing of each other.
type crowd struct {
	*rig
	opened atomic.Int64
	cases  []atomic.Pointer[casework.Case] // as somebody last saw them
	logins map[int64]string
	begun  time.Time
}

// by says who makes a move, and with what.
func (c *crowd) by(k *casework.Case, move string, rng *rand.Rand) (string, any) {
	handler := c.logins[k.Handler]
	switch move {
	case "accept":
		return "counter", &preexam.Accept{}
	case "return":
		return "counter", &preexam.GiveBack{Reason: "请补充联系方式"}
	case "record":
		return "counter", &preexam.Record{Way: "电话", With: "代理师", Text: strconv.Itoa(rng.IntN(1 << 20))}
	case "submit":
		return c.logins[k.Owner], &preexam.Submit{Undertaking: true}
	case "assign", "reassign":
		return "head", &preexam.Assign{Reason: "均衡"}
	case "suspend":
		return "head", &preexam.Suspend{Reason: "权属纠纷"}
	case "resume":
		return "head", &preexam.Resume{}
	case "start":
		return handler, &preexam.Start{}
	case "search":
		return handler, &preexam.Search{Database: "测量库", Query: "支架", Hits: rng.IntN(100)}
	case "opine":
		return handler, &preexam.Opine{Opinion: "权利要求1具备新颖性。"}
	case "withdraw":
		return c.logins[k.Owner], &preexam.Withdraw{Reason: "其他"}
	}
	return "", nil
}

// usually lists what is done with a case in a state; notes are taken most often.
var usually = map[string][]string{
	preexam.Submitted: {"record", "record", "record", "return", "accept"}, preexam.Returned: {"submit"},
	preexam.Accepted: {"record", "assign"}, preexam.Assigned: {"record", "reassign", "start"},
	preexam.Examining: {"record", "record", "search", "search", "opine", "reassign", "suspend", "withdraw"}, preexam.Suspended: {"resume"},
}

// one makes a try: mostly something sensible, sometimes with an old version, sometimes with a
// move that the state does not allow.
func (c *crowd) one(rng *rand.Rand) (casework.Request, bool) {
	at := &c.cases[rng.IntN(len(c.cases))]
	k := at.Load()
	if k.Version > retire || usually[k.State] == nil {
		if err := c.renew(at, k, fmt.Sprintf("applicant-%d", 1+rng.IntN(len(enterprises)))); err != nil {
			return casework.Request{}, false
		}
		k = at.Load()
	}
	moves := usually[k.State]
	if len(moves) == 0 || rng.IntN(20) == 0 {
		moves = []string{"accept", "resume", "start", "record"}
	}
	move := pick(rng, moves)
	if move == "withdraw" && rng.IntN(30) > 0 {
		move = "record"
	}
	login, in := c.by(k, move, rng)
	if login == "" {
		return casework.Request{}, false
	}
	r := casework.Request{Actor: c.people[login], Case: k.ID, Move: move, Input: in, Expected: k.Version, Key: fmt.Sprintf("key-%032x", rng.Uint64())}
	if rng.IntN(10) == 0 {
		r.Expected = max(1, r.Expected-1-rng.Int64N(3))
	}
	return r, true
}

// retire is after how many moves a case gives its place to a new one: whoever moves a case reads all that happened
// to it, and no case has thousands of events.
const retire = 400

// renew puts a new case in the place of one, unless somebody did so already.
func (c *crowd) renew(at *atomic.Pointer[casework.Case], old *casework.Case, login string) error {
	if at.Load() != old {
		return nil
	}
	k, err := c.submitted(context.Background(), login)
	if err == nil {
		c.opened.Add(1)
		at.CompareAndSwap(old, k)
	}
	return err
}

// work makes n tries and returns them.
func (c *crowd) work(ctx context.Context, seed uint64, n int) (out []try, err error) {
	rng := rand.New(rand.NewPCG(seed, 1))
	for range n {
		r, ok := c.one(rng)
		if !ok {
			continue
		}
		if len(out) > 0 && rng.IntN(6) == 0 {
			r = out[rng.IntN(len(out))].request // pressed twice
		}
		t := try{request: r, start: time.Since(c.begun)}
		got, err := c.Office.Move(ctx, r)
		t.end = time.Since(c.begun)
		if err == nil {
			t.version, t.seq, t.replayed = got.Event.Meta.Version, got.Event.Seq, got.Replayed
			c.saw(got.Case)
		} else if k := fault.KindOf(err); k != fault.Conflict && k != fault.Forbidden {
			return nil, fmt.Errorf("%s: %w", r.Move, err)
		}
		t.stale = fault.CodeOf(err) == "case.version"
		out = append(out, t)
	}
	return out, nil
}

// saw notes the newest state of a case that anybody saw.
func (c *crowd) saw(k *casework.Case) {
	for i := range c.cases {
		for old := c.cases[i].Load(); old.ID == k.ID && old.Version < k.Version && !c.cases[i].CompareAndSwap(old, k); {
			old = c.cases[i].Load()
		}
	}
}

func newCrowd(t *testing.T, cases int) *crowd {
	t.Helper()
	r, err := newRigOn(t.Context(), site{dir: t.TempDir(), database: storetest.Chosen(t, ""), now: time.Now}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &crowd{rig: r, cases: make([]atomic.Pointer[casework.Case], cases), logins: map[int64]string{}, begun: time.Now()}
	for login, a := range r.people {
		c.logins[a.Account] = login
		if a.Party != 0 {
			c.logins[a.Party] = login
		}
	}
	for i := range c.cases {
		k, err := r.submitted(t.Context(), fmt.Sprintf("applicant-%d", i%len(enterprises)+1))
		if err != nil {
			t.Fatal(err)
		}
		c.cases[i].Store(k)
		c.opened.Add(1)
	}
	return c
}

// Sixty-four people who move a hundred cases at once, with old versions and repeated keys, see
// one history of each case: every acknowledged move has a version of its own, comes after all
// that were acknowledged before it began, and is in the chain.
func TestManyEdits(t *testing.T) {
	const workers, cases = 64, 100
	c := newCrowd(t, cases)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	tries := make([][]try, workers)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			var err error
			if tries[i], err = c.work(context.WithoutCancel(t.Context()), seed+uint64(i), number("ZHIBAO_MOVES", 25)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	all := slices.Concat(tries...)
	t.Logf("%d tries in %s", len(all), time.Since(c.begun).Round(time.Millisecond))
	done, refused, replayed, wrong := linear(all)
	for _, w := range wrong[:min(len(wrong), 10)] {
		t.Error(w)
	}
	t.Logf("%d cases: %d done, %d refused, %d repeated", c.opened.Load(), done, refused, replayed)
	looking := time.Now()
	whole := ordered(all)
	t.Logf("the order was looked for in %s", time.Since(looking).Round(time.Millisecond))
	if !whole {
		t.Error("there is no order of the moves in which each saw what those before it left")
	}
	if done == 0 || refused == 0 || replayed == 0 {
		t.Error("the test did not try what it is for")
	}
	v, err := casework.Verify(t.Context(), c.DB)
	if err != nil || len(v.Flaws) > 0 {
		t.Errorf("chain: %v %v", v.Flaws, err)
	}
	c.counted(t, done+3*int(c.opened.Load()))
}

// linear checks the tries against each other and returns what does not fit.
func linear(all []try) (done, refused, replayed int, wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	type place struct{ about, version int64 }
	first := map[string]try{}
	at := map[place]bool{}
	byCase := map[int64][]try{}
	for _, x := range all {
		switch {
		case x.version == 0:
			refused++
			continue
		case x.replayed:
			replayed++
			continue
		}
		done++
		p := place{x.request.Case, x.version}
		if at[p] || x.version != x.request.Expected+1 {
			bad("case %d has version %d twice, or it was made from %d", p.about, p.version, x.request.Expected)
		}
		if _, twice := first[x.request.Key]; twice {
			bad("one key acted twice on case %d", p.about)
		}
		at[p], first[x.request.Key] = true, x
		byCase[p.about] = append(byCase[p.about], x)
	}
	for _, x := range all {
		if f, ok := first[x.request.Key]; x.replayed && (!ok || f.version != x.version || f.seq != x.seq) {
			bad("a repeated request on case %d was answered with another move", x.request.Case)
		}
	}
	for id, xs := range byCase {
		slices.SortFunc(xs, func(a, b try) int { return int(a.version - b.version) })
		for i := range xs {
			if i > 0 && xs[i].end < xs[i-1].start {
				bad("case %d: version %d was acknowledged before version %d was asked for", id, xs[i].version, xs[i-1].version)
			}
			if want := int64(3 + i + 1); xs[i].version != want {
				bad("case %d: version %d where %d must be", id, xs[i].version, want)
			}
		}
	}
	return done, refused, replayed, wrong
}

// counted compares versions, events and numbers in the database with what was acknowledged.
func (c *crowd) counted(t *testing.T, moves int) {
	t.Helper()
	var versions, events, numbers, distinct int
	err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT (SELECT SUM(version) FROM casework_case WHERE chart = 'preexam'),
			(SELECT COUNT(*) FROM casework_event e JOIN casework_case k ON k.id = e.case_id WHERE k.chart = 'preexam'),
			(SELECT COUNT(number) FROM casework_case WHERE chart = 'preexam'), (SELECT COUNT(DISTINCT number) FROM casework_case WHERE chart = 'preexam')`).
			Scan(&versions, &events, &numbers, &distinct)
	})
	if err != nil || versions != moves || events != moves || numbers != distinct {
		t.Errorf("%d moves acknowledged, versions %d, events %d, numbers %d of which %d differ, %v", moves, versions, events, numbers, distinct, err)
	}
}

// The checks of this file find what they look for.
func TestLinearCanFail(t *testing.T) {
	make := func(expected, version int64, key string, start, end time.Duration, replayed bool) try {
		return try{request: casework.Request{Case: 1, Expected: expected, Key: key}, start: start, end: end, version: version, seq: version, replayed: replayed}
	}
	good := []try{make(3, 4, "a", 0, 2, false), make(4, 5, "b", 1, 3, false), make(4, 5, "b", 4, 5, true), make(3, 0, "c", 4, 5, false)}
	if done, refused, replayed, wrong := linear(good); done != 2 || refused != 1 || replayed != 1 || len(wrong) > 0 {
		t.Errorf("%d %d %d %v", done, refused, replayed, wrong)
	}
	for name, bad := range map[string][]try{
		"a version twice":           {make(3, 4, "a", 0, 1, false), make(3, 4, "b", 0, 1, false)},
		"a key twice":               {make(3, 4, "a", 0, 1, false), make(4, 5, "a", 0, 1, false)},
		"a version from nowhere":    {make(2, 4, "a", 0, 1, false)},
		"a gap":                     {make(4, 5, "a", 0, 1, false)},
		"another answer":            {make(3, 4, "a", 0, 1, false), make(4, 5, "b", 0, 1, false), make(3, 5, "a", 2, 3, true)},
		"an answer before the past": {make(3, 4, "a", 5, 6, false), make(4, 5, "b", 1, 2, false)},
	} {
		if _, _, _, wrong := linear(bad); len(wrong) == 0 {
			t.Errorf("%s passed", name)
		}
	}
}
