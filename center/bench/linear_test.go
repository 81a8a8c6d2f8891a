package bench

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
)

// An asked is what a try asked of a case.
type asked struct {
	about, expected int64
	key             string
}

// An answered is what the try was told.
type answered struct {
	version  int64 // 0 for a refusal that says nothing about the version
	replayed bool
	stale    bool // refused because the case had moved on
}

// register is the specification of one case: a move succeeds exactly from the version that the actor saw
// and leaves the next; a key acts once and is answered with the same move for ever; who is told that the
// case has moved on saw another version than the present one. The state is the version alone, so that a case of
// ten thousand moves takes no more memory for each than one of ten: which key made which version is looked up in
// the history, where a key that made two is refused.
func register(all []porcupine.Operation) porcupine.Model {
	made := map[asked]int64{} // by case and key
	twice := map[asked]bool{}
	for _, o := range all {
		if a := o.Output.(answered); a.version != 0 && !a.replayed {
			key := o.Input.(asked).once()
			twice[key] = made[key] != 0
			made[key] = a.version
		}
	}
	return porcupine.Model{
		Partition: func(all []porcupine.Operation) [][]porcupine.Operation {
			byCase := map[int64][]porcupine.Operation{}
			for _, o := range all {
				id := o.Input.(asked).about
				byCase[id] = append(byCase[id], o)
			}
			var out [][]porcupine.Operation
			for _, ops := range byCase {
				out = append(out, ops)
			}
			return out
		},
		Init: func() any { return int64(3) }, // as newCrowd leaves a case
		Step: func(state, in, out any) (bool, any) {
			version, q, a := state.(int64), in.(asked), out.(answered)
			by := made[q.once()]
			acted := by != 0 && by <= version
			switch {
			case a.replayed:
				return acted && by == a.version, version
			case a.stale:
				return q.expected != version && !acted, version
			case a.version == 0:
				return true, version
			default:
				return !twice[q.once()] && !acted && q.expected == version && a.version == version+1, a.version
			}
		},
	}
}

// once is what may act once.
func (q asked) once() asked { return asked{about: q.about, key: q.key} }

// history is what the tries tell of the cases.
func history(all []try) (out []porcupine.Operation) {
	for i, x := range all {
		out = append(out, porcupine.Operation{ClientId: i, Input: asked{x.request.Case, x.request.Expected, x.request.Key}, Call: int64(x.start),
			Output: answered{x.version, x.replayed, x.stale}, Return: int64(x.end)})
	}
	return out
}

// ordered reports whether the tries have an order in which each saw what those before it left.
func ordered(all []try) bool {
	h := history(all)
	return porcupine.CheckOperations(register(h), h)
}

// The specification refuses what it is there to refuse, in a history of any length.
func TestLinearFindsEach(t *testing.T) {
	one := func(expected, version int64, key string, at time.Duration, replayed, stale bool) try {
		return try{request: casework.Request{Case: 1, Expected: expected, Key: key}, start: at, end: at + 1, version: version, replayed: replayed, stale: stale}
	}
	good := []try{one(3, 4, "a", 0, false, false), one(4, 5, "b", 2, false, false), one(3, 4, "a", 4, true, false), one(4, 0, "c", 6, false, true), one(5, 6, "c", 8, false, false)}
	if !ordered(good) {
		t.Error("a history with an order was refused")
	}
	for name, bad := range map[string]try{
		"a key acts twice":                {request: casework.Request{Case: 1, Expected: 6, Key: "a"}, start: 10, end: 11, version: 7},
		"answered with another version":   one(3, 5, "a", 10, true, false),
		"answered before it acted":        one(5, 6, "c", 1, true, false),
		"refused though nothing happened": one(6, 0, "d", 10, false, true),
		"a version is skipped":            one(6, 8, "d", 10, false, false),
		"refused though it had acted":     one(3, 0, "a", 10, false, true),
	} {
		if ordered(append(slices.Clone(good), bad)) {
			t.Errorf("%s passed", name)
		}
	}
}

// A careless office is a program that does not look at the version that the actor saw: it takes whatever
// the case has now, and tells the actor that the move was made from what he saw.
type careless struct{ *casework.Office }

func (o careless) Move(ctx context.Context, r casework.Request) (casework.Outcome, error) {
	for {
		out, err := o.Office.Move(ctx, r)
		if fault.CodeOf(err) != "case.version" {
			return out, err
		}
		r.Expected++
	}
}

// TestLinearFinds: a program that ignores the expected version is found out, by the same history and the
// same specification.
func TestLinearFinds(t *testing.T) {
	c := newCrowd(t, 1)
	k := c.cases[0].Load()
	var mu sync.Mutex
	var all []try
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			r := casework.Request{Actor: c.people["counter"], Case: k.ID, Move: "record", Expected: k.Version, Key: "key-careless-" + strconv.Itoa(i),
				Input: &preexam.Record{Way: "电话", With: "代理师", Text: strconv.Itoa(i)}}
			x := try{request: r, start: time.Since(c.begun)}
			got, err := careless{c.Office}.Move(context.WithoutCancel(t.Context()), r)
			if x.end = time.Since(c.begun); err != nil {
				t.Error(err)
				return
			}
			x.version, x.seq = got.Event.Meta.Version, got.Event.Seq
			mu.Lock()
			defer mu.Unlock()
			all = append(all, x)
		})
	}
	wg.Wait()
	if len(all) != 8 || ordered(all) {
		t.Errorf("%d moves from one version passed for an order", len(all))
	}
	if !ordered(nil) {
		t.Error("nothing at all is no order")
	}
}
