package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

const (
	toReturn = "openid"      // the challenge that the way back answers
	skew     = time.Minute   // by which clocks may differ
	fresh    = 1 * time.Hour // how long what a provider says about itself is believed
)

// signatures are those that prove who has signed: none of them works with a secret that we know.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// discovered is what a provider says about itself.
type discovered struct {
	*oidc.Provider
	at time.Time
}

// discover asks a provider about itself, once an hour. Its keys are read with every sign-in, so that
// one which it has withdrawn is worth nothing from then on.
func (d *Desk) discover(ctx context.Context, p Provider) (*oidc.Provider, error) {
	d.mu.Lock()
	have := d.known[p.ID]
	d.mu.Unlock()
	if have != nil && d.Now().Sub(have.at) < fresh {
		return have.Provider, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, client(p.Issuer)), p.Issuer)
	if err != nil {
		return nil, away(p, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil {
		d.known = map[int64]*discovered{}
	}
	d.known[p.ID] = &discovered{found, d.Now()}
	return found, nil
}

// forget makes the next sign-in ask anew.
func (d *Desk) forget(id int64) { d.mu.Lock(); delete(d.known, id); d.mu.Unlock() }

// away says that a provider does not answer. Passwords work all the same.
func away(p Provider, why error) error {
	return fault.New(fault.Unavailable, "openid.away", "“%s”暂时无法使用，请先用密码登录，稍后再试", p.Label).Because(why)
}

// refused is the one answer to everything that does not hold; the reason is for the log.
func refused(why error) error {
	return fault.New(fault.Unauthentic, "openid.refused", "外部身份未通过验证，请从登录页面重新开始，或改用密码登录").Because(why)
}

// trip is what is remembered between leaving for a provider and coming back.
type trip struct {
	Provider, Center       int64
	State, Nonce, Verifier string
	Return                 string
}

// find reads an active provider with its secret.
func (d *Desk) find(ctx context.Context, id int64) (p Provider, center int64, err error) {
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		var sealed []byte
		if err := tx.Row(ctx, `SELECT center_id, secret FROM identity_provider WHERE id = $1`, id).Scan(&center, &sealed); err != nil {
			return err
		}
		if p, err = d.Provider(ctx, tx, center, id); err != nil || sealed == nil {
			return err
		}
		key, err := d.Keys.Center(ctx, tx, center)
		if err != nil {
			return err
		}
		secret, err := key.Open(aad(id), sealed)
		p.Secret = string(secret)
		return err
	})
	if err != nil || !p.Active {
		return p, 0, fault.New(fault.Missing, "openid.off", "这种登录方式不存在或已停用，请用密码登录").Because(err)
	}
	return p, center, nil
}

// config is the conversation with a provider.
func config(p Provider, found *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
}

// Begin returns the address at the provider to which the browser goes, and the ticket of its way
// back. Back is our address for that, goal the page to which the person wanted.
func (d *Desk) Begin(ctx context.Context, id int64, back, goal string) (address, ticket string, err error) {
	defer fault.Wrap(&err, "begin at provider")
	p, center, err := d.find(ctx, id)
	if err != nil {
		return "", "", err
	}
	found, err := d.discover(ctx, p)
	if err != nil {
		return "", "", err
	}
	t := trip{Provider: id, Center: center, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: goal}
	data, err := json.Marshal(t)
	if err != nil {
		return "", "", err
	}
	if ticket, err = d.Book.Challenge(ctx, toReturn, "", string(data)); err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)}
	if p.MaxAge > 0 {
		options = append(options, oauth2.SetAuthURLParam("max_age", fmt.Sprint(p.MaxAge)))
	}
	if p.ACR != "" {
		options = append(options, oauth2.SetAuthURLParam("acr_values", p.ACR))
	}
	return config(p, found, back).AuthCodeURL(t.State, options...), ticket, nil
}

// A Person is who somebody is at a provider.
type Person struct {
	Provider      int64
	Subject, Name string
	Label         string // of the provider
	Strong        bool   // the sign-in there is worth two factors
	Return        string // the page to which the person wanted
}

// A Reply is what the browser brings back from a provider.
type Reply struct {
	Ticket, State, Code, Issuer, Error string
	Back                               string // our address to which it came
}

// Finish checks what came back: the state is of this browser and used once, the code belongs to our
// question, and the token is signed by the provider, for us, for this question and not too old.
func (d *Desk) Finish(ctx context.Context, r Reply) (who Person, err error) {
	defer fault.Wrap(&err, "finish at provider")
	data, err := d.Book.Redeem(ctx, r.Ticket, toReturn, "")
	if err != nil {
		return who, err
	}
	var t trip
	if err := json.Unmarshal([]byte(data), &t); err != nil {
		return who, err
	}
	if subtle.ConstantTimeCompare([]byte(t.State), []byte(r.State)) != 1 {
		return who, refused(errors.New("state"))
	}
	p, _, err := d.find(ctx, t.Provider)
	if err != nil {
		return who, err
	}
	if r.Error != "" || r.Code == "" {
		return who, refused(fmt.Errorf("provider says %q", r.Error))
	}
	// RFC 9207: another provider may have sent the browser here.
	if r.Issuer != "" && r.Issuer != p.Issuer {
		return who, refused(errors.New("issuer of the reply"))
	}
	found, err := d.discover(ctx, p)
	if err != nil {
		return who, err
	}
	ctx = oidc.ClientContext(ctx, client(p.Issuer))
	token, err := config(p, found, r.Back).Exchange(ctx, r.Code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		if _, answered := errors.AsType[*oauth2.RetrieveError](err); answered {
			return who, refused(err)
		}
		return who, away(p, err)
	}
	raw, _ := token.Extra("id_token").(string)
	if err := d.check(ctx, p, found, t, raw, &who); err != nil {
		return who, refused(err)
	}
	who.Provider, who.Label, who.Strong, who.Return = p.ID, p.Label, p.Strong, t.Return
	return who, nil
}

// claims are what of a token is read beside who it is.
type claims struct {
	AuthTime int64  `json:"auth_time"`
	ACR      string `json:"acr"`
	Party    string `json:"azp"`
	Mail     string `json:"email"`
	Verified bool   `json:"email_verified"`
}

// check verifies a token and reads who it is about.
func (d *Desk) check(ctx context.Context, p Provider, found *oidc.Provider, t trip, raw string, who *Person) error {
	now := d.Now()
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.Client, SupportedSigningAlgs: signatures, Now: func() time.Time { return now.Add(-skew) }}).Verify(ctx, raw)
	if err != nil {
		return err
	}
	var c claims
	var all map[string]any
	if err := errors.Join(id.Claims(&c), id.Claims(&all)); err != nil {
		return err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(t.Nonce)) != 1:
		return errors.New("nonce")
	case c.Party != "" && c.Party != p.Client || len(id.Audience) > 1 && c.Party == "":
		return errors.New("authorized party")
	case id.IssuedAt.After(now.Add(skew)):
		return errors.New("issued in the future")
	case p.MaxAge > 0 && (c.AuthTime == 0 || now.Sub(time.Unix(c.AuthTime, 0)) > time.Duration(p.MaxAge)*time.Second+skew):
		return errors.New("signed in too long ago")
	case p.ACR != "" && !slices.Contains(strings.Fields(p.ACR), c.ACR):
		return fmt.Errorf("acr %q", c.ACR)
	case id.Subject == "" || len(id.Subject) > 255:
		return errors.New("subject")
	}
	if len(p.Domains) > 0 {
		_, domain, _ := strings.Cut(c.Mail, "@")
		if !c.Verified || !slices.Contains(p.Domains, strings.ToLower(domain)) {
			return errors.New("mail address of another domain")
		}
	}
	who.Subject, who.Name = id.Subject, id.Subject
	if name, ok := all[p.Claim].(string); ok && name != "" {
		who.Name = name
	}
	if r := []rune(who.Name); len(r) > 60 {
		who.Name = string(r[:60])
	}
	return nil
}
