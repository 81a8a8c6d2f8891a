package document_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
)

// bench issues one paper after the other in one case.
type bench struct {
	t  *testing.T
	o  *casework.Office
	by casework.Actor
	d  document.Draft
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t}
	setup := letters()
	move := &setup.Charts[0].Moves[0]
	move.Do = casework.Input(func(s *casework.Step, _ *in) error {
		s.Case.Owner = s.Actor.Party
		if err := s.Issue(); err != nil {
			return err
		}
		_, err := document.Issue(s, b.d)
		return err
	})
	b.o, _ = caseworktest.NewOffice(t, setup)
	b.by = casework.Actor{Name: "甲", Via: "test"}
	b.by.Subject = access.Subject{Account: 10, Center: caseworktest.CenterID, Party: 100, Roles: []string{string(casework.Entity)}}
	return b
}

// issue issues the draft in a new case and returns the paper and its deliveries.
func (b *bench) issue(d document.Draft) (p *document.Paper, sent []document.Delivery, err error) {
	b.t.Helper()
	d.Template, d.Version, d.Name, d.To = "letter", "2026-01-01", "答复通知书", "某某"
	d.Body = []paper.Block{paper.P("收到。")}
	b.d = d
	out, err := b.o.Move(b.t.Context(), casework.Request{Actor: b.by, Chart: "letter", Move: "write", Input: &in{}})
	if err != nil {
		return nil, nil, err
	}
	err = b.o.DB.Read(b.t.Context(), func(tx *store.Tx) error {
		papers, err := document.Of(b.t.Context(), tx, out.Case.Center, out.Case.ID)
		if err != nil {
			return err
		}
		key, err := b.o.Keys.CaseKey(b.t.Context(), tx, out.Case.ID)
		if err != nil {
			return err
		}
		if p, err = document.Open(b.t.Context(), tx, key, out.Case.ID, papers[0].ID); err != nil {
			return err
		}
		sent, err = document.Deliveries(b.t.Context(), tx, out.Case.Center, out.Case.ID)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return p, sent, nil
}

// TestAnotherAuthority: a paper that another authority has entrusted carries its name and its mark,
// counts in a series of its own, and shows the chain before what the move rests on.
func TestAnotherAuthority(t *testing.T) {
	b := newBench(t)
	city := document.Draft{Party: 100, Series: "裁字", Authority: "示范市知识产权局", Mark: "示知法",
		Chain: []string{"受示范市知识产权局委托（委托书 示知委〔2026〕1号）", "委托期限：2026-01-01 至 2026-12-31"}}
	county := city
	county.Authority, county.Mark = "示范县市场监督管理局", "县市监"
	own := document.Draft{Party: 100, Series: "裁字"}
	for i, x := range []struct {
		d                 document.Draft
		number, authority string
	}{{city, "示知法裁字〔2026〕1号", city.Authority}, {own, "知保裁字〔2026〕1号", "中国（示范）知识产权保护中心"}, {city, "示知法裁字〔2026〕2号", city.Authority},
		{county, "县市监裁字〔2026〕1号", county.Authority}, {city, "示知法裁字〔2026〕3号", city.Authority}} {
		p, _, err := b.issue(x.d)
		if err != nil {
			t.Fatal(err)
		}
		if c := p.Content; p.Number != x.number || c.Number != x.number || c.Authority != x.authority || c.Signed != x.authority {
			t.Errorf("%d: %s %+v", i, p.Number, c)
		}
		var keys []string
		for _, r := range p.Content.Body[len(p.Content.Body)-1].(paper.KeyValues).Rows {
			keys = append(keys, r.Key)
		}
		want := []string{"依据", "送达方式", "送达回执"}
		if len(x.d.Chain) > 0 {
			want = append([]string{"执法委托"}, want...)
		}
		if !slices.Equal(keys, want) {
			t.Errorf("%d: closing block %q, want %q", i, keys, want)
		}
	}
	city.Mark = ""
	if _, _, err := b.issue(city); fault.Of(err).Code != "document.mark" {
		t.Errorf("an authority without a mark: %v", err)
	}
	// The refused paper took no number.
	city.Mark = "示知法"
	if p, _, err := b.issue(city); err != nil || p.Number != "示知法裁字〔2026〕4号" {
		t.Errorf("after a refusal: %v, %v", p, err)
	}
}

// TestWithoutAccount: what is served into an account reaches only who has one; for all others the
// paper waits, and the paper itself says how it goes.
func TestWithoutAccount(t *testing.T) {
	b := newBench(t)
	b.o.Reached = func(_ context.Context, _ *store.Tx, _, party int64) (bool, error) {
		if party == 666 {
			return false, errors.New("no register")
		}
		return party == 100, nil
	}
	p, sent, err := b.issue(document.Draft{Series: "答字", Recipients: []document.Recipient{{Party: 100}, {Party: 200, Channel: document.Account}, {Party: 300, Channel: document.Person}}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int64][2]string{100: {document.Account, document.Delivered}, 200: {document.Post, document.Pending}, 300: {document.Person, document.Pending}}
	for _, d := range sent {
		if w := want[d.Party]; w[0] != d.Channel || w[1] != d.State || d.Delivered.IsZero() != (d.State == document.Pending) {
			t.Errorf("%+v, want %q", d, w)
		}
		delete(want, d.Party)
	}
	if len(want) > 0 {
		t.Errorf("not recorded: %v", want)
	}
	if last := p.Content.Body[len(p.Content.Body)-1].(paper.KeyValues).Rows[1].Value; !strings.Contains(last, "电子送达") || !strings.Contains(last, "邮寄送达") || !strings.Contains(last, "直接送达") {
		t.Errorf("ways of service: %s", last)
	}
	for name, d := range map[string]document.Draft{"twice": {Recipients: []document.Recipient{{Party: 100}, {Party: 100, Channel: document.Post}}},
		"unknown channel": {Recipients: []document.Recipient{{Party: 100, Channel: "pigeon"}}}, "nobody": {Recipients: []document.Recipient{{}}}, "register down": {Recipients: []document.Recipient{{Party: 666}}}} {
		if d.Series = "答字"; true {
			if _, _, err := b.issue(d); err == nil {
				t.Errorf("%s: issued", name)
			}
		}
	}
	// A party that is named the old way is served as before.
	if _, sent, err := b.issue(document.Draft{Party: 200, Series: "答字"}); err != nil || sent[0].State != document.Delivered {
		t.Errorf("as before: %+v, %v", sent, err)
	}
}
