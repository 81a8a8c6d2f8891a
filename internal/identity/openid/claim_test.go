package openid_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/openid"
	"zhibao/internal/identity/openid/openidtest"
	"zhibao/internal/store"
)

// TestClaims: somebody whom a provider knows is nobody until the claim is confirmed, once; then the account
// has no role and no password. What was refused opens nothing and may be asked for again.
func TestClaims(t *testing.T) {
	d, l := newDesk(t), openidtest.New(t, time.Now)
	ctx := t.Context()
	who := openid.Person{Provider: provider(t, d, openid.Provider{Issuer: l.URL}), Subject: "user-7", Name: "张三", Label: "省认证"}
	ask := func() error {
		return d.Claim(ctx, who, openid.Claim{Kind: "entity", Code: "X", Contact: "张三", Mail: "z@example.cn", Phone: "13800138000"})
	}
	must(t, ask())
	if err := ask(); fault.CodeOf(err) != "openid.claimed" {
		t.Errorf("asked twice: %v", err)
	}
	latest := func() (id int64) {
		must(t, d.DB.Read(ctx, func(tx *store.Tx) error {
			all, err := d.Claims(ctx, tx, center)
			if len(all) > 0 {
				id = all[0].ID
			}
			return err
		}))
		return id
	}
	decide := func(id int64, confirm bool) (account int64, err error) {
		return account, d.DB.Write(ctx, func(tx *store.Tx) error {
			if !confirm {
				return d.Refuse(ctx, tx, by, id)
			}
			account, err = d.Confirm(ctx, tx, by, id, 77)
			return err
		})
	}
	_, err := decide(latest(), false)
	must(t, err)
	if _, err := decide(latest(), true); fault.CodeOf(err) != "openid.claim_decided" {
		t.Errorf("confirmed after the refusal: %v", err)
	}
	must(t, ask())
	if account, err := d.Account(ctx, who); err != nil || account != 0 {
		t.Errorf("lets in before anybody confirmed: %d %v", account, err)
	}
	account, err := decide(latest(), true)
	must(t, err)
	if got, err := d.Account(ctx, who); err != nil || got != account || account == 0 {
		t.Errorf("account %d, want %d: %v", got, account, err)
	}
	must(t, d.DB.Read(ctx, func(tx *store.Tx) error {
		a, err := d.Book.Get(ctx, tx, account)
		if err == nil && (a.Party != 77 || a.Status != identity.Active || len(a.Roles) != 0 || a.Name != "张三") {
			t.Errorf("%+v", a)
		}
		return err
	}))
}

// TestLeave: the way out of a provider names us and where the browser comes back; one that has none has none.
func TestLeave(t *testing.T) {
	d, l := newDesk(t), openidtest.New(t, time.Now)
	id := provider(t, d, openid.Provider{Issuer: l.URL})
	address, p, err := d.Leave(t.Context(), id, "https://zhibao.example.cn/sign-in")
	must(t, err)
	u, err := url.Parse(address)
	must(t, err)
	if q := u.Query(); !strings.HasPrefix(address, l.URL+"/end?") || q.Get("client_id") != "zhibao" || q.Get("post_logout_redirect_uri") != "https://zhibao.example.cn/sign-in" || p.Label != "省认证" {
		t.Errorf("%s %+v", address, p)
	}
	if _, _, err := d.Leave(t.Context(), id+1, back); fault.CodeOf(err) != "openid.off" {
		t.Errorf("a provider that is not there: %v", err)
	}
}
