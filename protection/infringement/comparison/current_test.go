package comparison_test

import (
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/protection/infringement/comparison/table"
)

// TestAsTheCaseStands: what keeps a decision back is what the page says, of the case as it is now: of a design
// that nobody has compared yet the views are wanted and not claims; a comparison of another patent than the
// one of the case is told and refused.
func TestAsTheCaseStands(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	same := func(want ...string) {
		t.Helper()
		err := w.move(handler, "decide")
		page := text(s.Get(w.at("")))
		for _, x := range want {
			if fault.CodeOf(err) != "comparison.incomplete" || !strings.Contains(fault.MessageOf(err), x) || !strings.Contains(page, x) {
				t.Errorf("%q: refused with %v, the page says\n%s", x, err, page)
			}
		}
		if strings.Contains(fault.MessageOf(err), "权利要求") && w.patent.Design {
			t.Errorf("claims are wanted of a design: %v", err)
		}
	}
	w.patent = table.Patent{Number: "202130305418.3", Title: "台灯", Design: true}
	same("还没有涉案专利与被控侵权产品的图片")
	w.patent = table.Patent{Number: "202110123456.7", Title: "一种支架"}
	w.loaded(s)
	same("未判定")
	if p := text(s.Get(w.at(""))); strings.Contains(p, "比对的是专利") {
		t.Errorf("the same patent is told to be another: %s", p)
	}
	w.patent.Number = "202110305431.4"
	same("，而本案的专利是 202110305431.4")
}
