package masks_test

import (
	"strings"
	"testing"

	"zhibao/center/masks"
)

// TestOpens: each entry says why, and neither a page of a case nor a list is among what shows numbers.
func TestOpens(t *testing.T) {
	for _, x := range masks.Opens() {
		if x.Why == "" || !strings.HasPrefix(x.Route, "/") || strings.Contains(strings.TrimSuffix(x.Route, "*"), "*") {
			t.Errorf("%+v", x)
		}
		if !masks.Shows(x.Route) {
			t.Errorf("%s is in the list and masked", x.Route)
		}
	}
	for _, masked := range []string{"/", "/{$}", "/work", "/case/{id}", "/case/{id}/evidence/{exhibit}", "/case/{id}/dossier/{table}/{format}", "/case/{id}/drafts/{draft}", "/registration/takeovers/{id}",
		"/admin/accounts", "/api/v1/cases/{case}", "/api/v1/cases/{case}/infringement", "/api/v1/cases/{case}/exhibits", "/unmask", "/myself"} {
		if masks.Shows(masked) {
			t.Errorf("%s shows numbers", masked)
		}
	}
}
