package center_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/access"
)

// A listed route is what a scanner from outside must know of it.
type listed struct {
	Method  string   `json:"method"`
	Pattern string   `json:"pattern"`
	Roles   []string `json:"roles"` // who may ever call it; none: anybody
	Bearer  bool     `json:"bearer"`
	Twin    string   `json:"twin"` // the address of the interface with the same input
}

// TestRoutesForScanners: every route but the ones of static files has somebody of the center who may call it,
// so that scripts/attack reaches it in somebody's name. Where ZHIBAO_ROUTES names a file, the list is
// written there.
func TestRoutesForScanners(t *testing.T) {
	c := open(t)
	twins := map[string]string{}
	for _, x := range c.API.Twins() {
		for _, p := range x.Pages {
			twins[p] = x.Method + " " + x.Path
		}
	}
	var out []listed
	for _, r := range c.Mux.Routes() {
		if strings.Contains(r.Pattern, "/static/") {
			continue
		}
		x := listed{Method: r.Method, Pattern: r.Pattern, Bearer: r.Bearer, Twin: twins[r.Method+" "+r.Pattern]}
		for _, role := range casework.Roles() {
			if r.Act != "" && c.Office.Policy.Ever(access.Subject{Account: 7, Center: 1, Province: "33", Party: 70, Roles: []string{string(role.Role)}}, r.Act) {
				x.Roles = append(x.Roles, string(role.Role))
			}
		}
		if r.Act != "" && len(x.Roles) == 0 && !strings.HasPrefix(r.Act, "public.") {
			t.Errorf("%s %s wants %s, which nobody may", r.Method, r.Pattern, r.Act)
		}
		out = append(out, x)
	}
	if len(out) < 700 {
		t.Errorf("only %d routes", len(out))
	}
	if file := os.Getenv("ZHIBAO_ROUTES"); file != "" {
		b, err := json.MarshalIndent(out, "", " ")
		if err == nil {
			err = os.WriteFile(file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
