package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zhibao/center/demo/text"
	"zhibao/law/ident"
)

// TestUnmask: the pages of the center show identity numbers and telephones masked; the interface too. With a reason
// the desk sees them, and the auditor sees that, and why; whoever may not read the form of the case sees nothing.
func TestUnmask(t *testing.T) {
	w := lived(t)
	id := w.passed(t, text.Corrected(defective(0, 0, nil)).Filing())
	var numbers []struct{ Whose, What, Value string }
	clerk := w.program(t, "shouli1")
	clerk.act(fmt.Sprintf("/unmask/identity/%d", id), map[string]any{"reason": "核对证件号码的校验位"}, &numbers)
	if len(numbers) == 0 {
		t.Fatal("no identity number in the request form")
	}
	for _, n := range numbers {
		if _, err := ident.ParseIDNumber(n.Value); err != nil || n.Whose == "" {
			t.Errorf("%+v: %v", n, err)
		}
	}
	s := w.person(t, "shouli1")
	if p := s.Get(fmt.Sprintf("/case/%d?lang=zh", id)); !strings.Contains(p.Body, fmt.Sprintf(`href="/unmask/identity/%d"`, id)) {
		t.Error("no way to the numbers on the page of the case")
	}
	reg := w.find(t, "registration", "active")
	var phones []struct{ Whose, What, Value string }
	clerk.act(fmt.Sprintf("/unmask/contact/%d", reg), map[string]any{"reason": "电话通知年度复核"}, &phones)
	if len(phones) == 0 {
		t.Fatal("no telephone in the registration")
	}
	page, answer := s.Get(fmt.Sprintf("/case/%d?lang=zh", reg)).Body, string(clerk.call("GET", fmt.Sprintf("/cases/%d/registration", reg), nil).raw)
	for _, n := range phones {
		if strings.Contains(page, n.Value) || strings.Contains(answer, n.Value) {
			t.Errorf("%s is not masked", n.Value)
		}
		if masked := ident.Veil(n.Value); !strings.Contains(page, masked) || !strings.Contains(answer, masked) {
			t.Errorf("%s is not there masked", n.Value)
		}
	}
	w.person(t, "auditor").Get("/unmask?lang=zh").Contains("核对证件号码的校验位", "电话通知年度复核", "显示证件号码")
	w.person(t, "auditor").Get("/admin/audit?lang=zh").Contains("核对证件号码的校验位")
	for _, who := range []string{"yushen2", "zhifa1", "qiye01"} {
		if p := w.person(t, who).Get(fmt.Sprintf("/unmask/identity/%d", id)); p.Status == http.StatusOK {
			t.Errorf("%s may ask for the numbers", who)
		}
	}
}
