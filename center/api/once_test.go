package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// wordForm is the input of the endpoint of these tests.
type wordForm struct {
	Word string `json:"word" label:"词" en:"Word" required:"true" max:"20"`
}

// counted is an endpoint that counts how often it acts. What it does is told by the word.
func counted(n *atomic.Int64) rest.Module {
	s := form.Describe(wordForm{}, nil)
	return rest.Module{Endpoints: []rest.Endpoint{{Method: "POST", Path: "/counted/one", Act: casework.ActSee, Title: web.Text{"计数", "Count"}, Body: s, Answer: rest.Done{}, Status: 201,
		Handle: func(c *rest.Call) (any, error) {
			var in wordForm
			if err := c.Read(s, &in); err != nil {
				return nil, err
			}
			acted := n.Add(1)
			switch in.Word {
			case "refuse":
				if acted == 1 {
					return nil, fault.New(fault.Conflict, "test.refused", "稍后再试")
				}
			case "break":
				return nil, errors.New("the disk is gone")
			}
			return map[string]any{"secret": fmt.Sprintf("链接%d", acted)}, nil
		}}}}
}

// once calls the endpoint under a key.
func (w *world) once(key, idem, word string) reply {
	w.t.Helper()
	return w.do(call{method: "POST", path: "/api/v1/counted/one", key: key, body: map[string]any{"word": word}, header: []string{"Idempotency-Key", idem}})
}

// TestOnce: the same call twice acts once and answers the same, also when both come together; the
// answer is not readable in the database.
func TestOnce(t *testing.T) {
	var n atomic.Int64
	w := newWorldAt(t, limit.Rule{}, counted(&n))
	clerk, firm := w.full("受理员"), w.full("企业")
	idem := w.idem()
	first := w.once(clerk, idem, "go").want(201, "")
	again := w.once(clerk, idem, "go").want(201, "")
	if !bytes.Equal(first.raw, again.raw) || n.Load() != 1 || again.header.Get("Idempotency-Replayed") != "true" || first.header.Get("Idempotency-Replayed") != "" {
		t.Fatalf("%d acts, %s and %s", n.Load(), first.raw, again.raw)
	}
	w.once(clerk, idem, "other").want(422, "api.idem_reused")
	w.once(firm, idem, "go").want(201, "") // keys of two accounts have nothing to do with each other
	if n.Load() != 2 {
		t.Errorf("%d acts", n.Load())
	}
	var kept []byte
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT answer FROM api_once WHERE key = $1 AND account_id = $2`, idem, w.people["受理员"].ID).Scan(&kept)
	}))
	if len(kept) == 0 || bytes.Contains(kept, []byte("链接")) {
		t.Errorf("kept: %q", kept)
	}

	together := w.idem()
	var all sync.WaitGroup
	var good atomic.Int64
	for range 5 {
		all.Go(func() {
			switch r := w.once(clerk, together, "go"); {
			case r.status == 201:
				good.Add(1)
			case r.status != 409 || r.v["code"] != "api.once":
				t.Errorf("together: %d %s", r.status, r.raw)
			}
		})
	}
	all.Wait()
	if n.Load() != 3 || good.Load() == 0 {
		t.Errorf("%d acts, %d good answers", n.Load(), good.Load())
	}
	w.once(clerk, together, "go").want(201, "")
}

// TestOnceRefused: a refusal does not use the key up, an error of which nobody knows what it did does.
func TestOnceRefused(t *testing.T) {
	var n atomic.Int64
	w := newWorldAt(t, limit.Rule{}, counted(&n))
	clerk := w.full("受理员")
	idem := w.idem()
	w.once(clerk, idem, "refuse").want(409, "test.refused")
	w.once(clerk, idem, "refuse").want(201, "")
	w.once(clerk, w.idem(), "").want(422, "form.invalid")
	broken := w.idem()
	w.once(clerk, broken, "break").want(500, "")
	acts := n.Load()
	w.once(clerk, broken, "break").want(409, "api.once")
	if n.Load() != acts {
		t.Error("an act whose outcome is unknown was done again")
	}
	w.do(call{method: "POST", path: "/api/v1/counted/one", key: clerk, body: map[string]any{"word": "go"}}).want(422, "api.idem")
	w.do(call{method: "POST", path: "/api/v1/counted/one", key: w.key("受理员", "preexam.accept"), body: map[string]any{"word": "go"}, header: []string{"Idempotency-Key", w.idem()}}).want(404, "api.missing")
	if n.Load() != acts {
		t.Error("a refused call acted")
	}
}
