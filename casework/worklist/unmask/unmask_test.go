package unmask_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// TestPhone: the people of a center see a telephone masked, a party sees its own.
func TestPhone(t *testing.T) {
	staff, party := casework.Actor{}, casework.Actor{Subject: access.Subject{Party: 7}}
	if got := unmask.Phone(staff, "13800138000"); got != "138****8000" {
		t.Errorf("masked as %s", got)
	}
	if unmask.Phone(party, "13800138000") != "13800138000" || unmask.Phone(staff, "") != "" {
		t.Error("a party does not see its own number, or nothing is masked")
	}
}

// TestShow: nothing is shown without a reason; what is shown was written down before, in the audit, in the list and in
// the history of the case; who may not read the form of the case is told that there is nothing.
func TestShow(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{Schemas: []store.Schema{unmask.Schema()}, Grants: unmask.Grants()})
	var audited []string
	w.Office.Watch = func(_ context.Context, _ *store.Tx, by casework.Actor, act, object string) error {
		audited = append(audited, fmt.Sprint(by.Account, " ", act, " ", object))
		return nil
	}
	k := w.Open()
	d := &unmask.Desk{Office: w.Office}
	d.Sources = []unmask.Source{{Kind: "test", Chart: k.Chart, Title: web.Text{"显示电话", "Show the phone"}, Numbers: d.CaseNumbers(k.Chart, func(context.Context, *store.Tx, *casework.Case) ([]unmask.Number, error) {
		return []unmask.Number{{Whose: "李某", What: web.Text{"手机", "Phone"}, Value: "13800138000"}}, nil
	})}}
	home := web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}
	site := func(a casework.Actor) *webtest.Site {
		cfg := webtest.Config(a)
		cfg.Now = w.Clock.Now
		return webtest.Start(t, cfg, home, d.Module())
	}
	clerk := casework.Actor{Name: "受理员", Via: "web", Subject: access.Subject{Account: 20, Center: caseworktest.CenterID, Roles: []string{string(casework.Clerk)}}}
	head := casework.Actor{Name: "负责人", Via: "web", Subject: access.Subject{Account: 40, Center: caseworktest.CenterID, Roles: []string{string(casework.Head)}}}
	s, path := site(clerk), unmask.Address("test", k.ID)
	for _, lang := range []string{"zh", "en"} {
		p := s.Get(path + "?lang=" + lang)
		p.Check()
		if p.Status != http.StatusOK || strings.Contains(p.Body, "13800138000") {
			t.Errorf("%d, or shown without a reason", p.Status)
		}
	}
	for _, why := range []string{"", "  ", "要"} {
		if p := s.Submit(s.Get(path), "reason", url.Values{"reason": {why}}); strings.Contains(p.Body, "13800138000") || len(audited) > 0 {
			t.Errorf("shown for %q", why)
		}
	}
	p := s.Submit(s.Get(path), "reason", url.Values{"reason": {"电话联系补正"}})
	p.Check()
	p.Contains("李某", "13800138000")
	if want := fmt.Sprintf("20 unmask test/%d 电话联系补正", k.ID); !slices.Equal(audited, []string{want}) {
		t.Errorf("audited %q, want %q", audited, want)
	}
	log := s.Get("/unmask?lang=zh")
	log.Check()
	log.Contains("受理员", "显示电话", "电话联系补正")
	err := w.Office.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.Office.Events(t.Context(), tx, k.Center, k.ID)
		if last := events[len(events)-1]; err == nil && (last.Move != casework.ReadMove || last.Actor != 20 || last.Meta.Notes["what"] != "显示电话") {
			t.Errorf("the history of the case: %+v", last)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// A head sees the case and not its form; another kind and another case hold nothing.
	for _, no := range []struct {
		by   casework.Actor
		path string
	}{{head, path}, {clerk, unmask.Address("other", k.ID)}, {clerk, unmask.Address("test", 1)}, {clerk, "/unmask/test/x"}} {
		if p := site(no.by).Get(no.path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", no.path, p.Status)
		}
	}
	if _, _, err := d.Show(t.Context(), head, "test", k.ID, "想看一看"); err == nil || len(audited) != 1 {
		t.Errorf("a head: %v", err)
	}
}

// TestNothingUnlogged: where the audit cannot be written nothing is shown.
func TestNothingUnlogged(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{Schemas: []store.Schema{unmask.Schema()}, Grants: unmask.Grants()})
	w.Office.Watch = func(context.Context, *store.Tx, casework.Actor, string, string) error {
		return fmt.Errorf("the disk is full")
	}
	k := w.Open()
	d := &unmask.Desk{Office: w.Office, Sources: []unmask.Source{{Kind: "test", Numbers: func(context.Context, *store.Tx, casework.Actor, int64) ([]unmask.Number, error) {
		return []unmask.Number{{Value: "13800138000"}}, nil
	}}}}
	if _, all, err := d.Show(t.Context(), casework.Actor{Subject: access.Subject{Center: caseworktest.CenterID}}, "test", k.ID, "电话联系"); err == nil || len(all) > 0 {
		t.Errorf("shown: %v %v", all, err)
	}
}
