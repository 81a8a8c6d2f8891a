package counterfeit_test

import (
	"testing"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
)

// TestMaskedFormKeepsNumbers: the form that names the person begins with the numbers masked; what comes back masked
// stays what it was, what was typed anew is taken, and a number that is neither is refused.
func TestMaskedFormKeepsNumbers(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-03-03")
	const number, phone = "11010519491231002X", "13800138000"
	name := func(code, tel string) *counterfeit.Identify {
		return &counterfeit.Identify{Name: "王某", Code: code, Sort: "person", Address: "示范市某路1号", Phone: tel}
	}
	k = w.do(t, "2026-03-04", "承办人", k, "identify", name(number, phone))
	last := func() (x counterfeit.Identify) {
		t.Helper()
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			r, err := w.desk.Read(t.Context(), tx, k)
			if in, _ := counterfeit.Last[counterfeit.Identify](r); in != nil {
				x = *in
			}
			return err
		}))
		return x
	}
	shown := last().Masked()
	if shown.Code != "110***********002X" || shown.Phone != "138****8000" {
		t.Fatalf("the form begins with %q and %q", shown.Code, shown.Phone)
	}
	k = w.do(t, "2026-03-04", "承办人", k, "identify", name(shown.Code, shown.Phone))
	if x := last(); x.Code != number || x.Phone != phone {
		t.Errorf("what came back masked is kept as %q and %q", x.Code, x.Phone)
	}
	k = w.do(t, "2026-03-04", "承办人", k, "identify", name(shown.Code, "13900139000"))
	if x := last(); x.Code != number || x.Phone != "13900139000" {
		t.Errorf("a new telephone: %q and %q", x.Code, x.Phone)
	}
	r := casework.Request{Actor: actor("承办人"), Chart: counterfeit.Code, Case: k.ID, Expected: k.Version, Move: "identify", Input: name(number, "138****8001")}
	if _, err := w.office.Move(t.Context(), r); fault.CodeOf(err) != "counterfeit.masked" {
		t.Errorf("a number with a mask in it: %v", err)
	}
}
