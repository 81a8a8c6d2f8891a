package bench

import (
	"testing"
	"time"

	"zhibao/center/bench/hostile"
	"zhibao/examination/preexam/check/catalogue"
)

// TestHostile lets readers and rules work on inputs that cost a hundred times more than their size if
// anything looks at everything for everything. The bound is of the processor's time and far above what
// they take, so that a slow or busy machine does not matter: work that grows with the square of the
// input is beyond it. What they really take is measured by "zhibao bench check --publish".
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("some eighty inputs; a quarter of a minute")
	}
	const size, bound = 256 << 10, 3 * time.Second
	rules := catalogue.Rules()
	refused := 0
	for _, h := range hostile.All() {
		o, err := hostile.Endure(t.Context(), h, size, rules, cpu)
		if err != nil {
			t.Error(err)
			continue
		}
		if o.Refused != "" {
			refused++
		}
		if took := o.Read + o.Check; took > bound {
			t.Errorf("%s: %d KB took %v of the processor, of which reading %v", o.What, o.Bytes>>10, took, o.Read)
		}
	}
	// An input that a reader refuses measures nothing but the refusal.
	if refused > 6 {
		t.Errorf("%d of %d inputs were refused", refused, len(hostile.All()))
	}
}
