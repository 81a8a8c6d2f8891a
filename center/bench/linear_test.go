package bench

import (
	"context"
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

// A standing is a case as those who work on it see it: its version, and which key made which.
type standing struct {
	version int64
	made    string // ";key=version" of all moves
}

// register is the specification of one case: a move succeeds exactly from the version that the actor saw
// and leaves the next; a key acts once and is answered with the same move for ever; who is told that the
// case has moved on saw another version than the present one.
func register() porcupine.Model {
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
		Init: func() any { return standing{version: 3} }, // as newCrowd leaves a case
		Step: func(state, in, out any) (bool, any) {
			s, q, a := state.(standing), in.(asked), out.(answered)
			mark := ";" + q.key + "="
			switch made := cut(s.made, mark); {
			case a.replayed:
				return made == a.version, s
			case a.stale:
				return q.expected != s.version && made == 0, s
			case a.version == 0:
				return true, s
			default:
				ok := made == 0 && q.expected == s.version && a.version == s.version+1
				return ok, standing{a.version, s.made + mark + strconv.FormatInt(a.version, 10)}
			}
		},
	}
}

// cut finds the version that a key made, 0 for none.
func cut(made, mark string) int64 {
	for i := 0; i+len(mark) <= len(made); i++ {
		if made[i:i+len(mark)] == mark {
			j := i + len(mark)
			for j < len(made) && made[j] != ';' {
				j++
			}
			n, _ := strconv.ParseInt(made[i+len(mark):j], 10, 64)
			return n
		}
	}
	return 0
}

// history is what the tries tell of the cases.
func history(all []try) (out []porcupine.Operation) {
	for i, x := range all {
		out = append(out, porcupine.Operation{ClientId: i, Input: asked{x.request.Case, x.request.Expected, x.request.Key}, Call: int64(x.start),
			Output: answered{x.version, x.replayed, x.stale}, Return: int64(x.end)})
	}
	return out
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
	if len(all) != 8 || porcupine.CheckOperations(register(), history(all)) {
		t.Errorf("%d moves from one version passed for an order", len(all))
	}
	if !porcupine.CheckOperations(register(), history(all[:0])) {
		t.Error("nothing at all is no order")
	}
}
