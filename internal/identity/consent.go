package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Consent is a dangerous act that two of the three administrators want before it is done: who asks counts as one
// where they are one of the three, and everybody else needs two of them.
type Consent struct {
	ID           int64
	Kind, Object string // what is to be done to what
	Data         string // what it needs, for whoever does it
	Reason       string
	AskedBy      int64
	AskedRole    string // in which of the three roles; empty for everybody else
	Asked, Ended time.Time
	State        string
	Voices       []Voice
}

// A Voice is what one administrator says to it.
type Voice struct {
	Account int64
	Role    string
	Agrees  bool
	Note    string
	At      time.Time
}

// States of a consent.
const (
	ConsentOpen    = "open"
	ConsentGranted = "granted"
	ConsentRefused = "refused"
)

// Needs is how many administrators have to agree beside who asks.
func (c *Consent) Needs() int {
	if c.AskedRole != "" {
		return 1
	}
	return 2
}

// adminRole is in which of the three roles an account is, empty for everybody else.
func adminRole(ctx context.Context, tx *store.Tx, center, account int64) (role string, err error) {
	err = tx.Row(ctx, `SELECT role FROM identity_role WHERE account_id = $1 AND center_id = $2 AND admin`, account, center).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return role, err
}

// AskConsent asks for a dangerous act. Of one object there is one question at a time.
func (b *Book) AskConsent(ctx context.Context, tx *store.Tx, by Who, c Consent) (id int64, err error) {
	defer fault.Wrap(&err, "ask for consent")
	if strings.TrimSpace(c.Reason) == "" {
		return 0, fault.New(fault.Invalid, "identity.consent_reason", "请写明理由，供另外的管理员判断").At("reason")
	}
	role, err := adminRole(ctx, tx, by.Center, by.Account)
	if err != nil {
		return 0, err
	}
	id = b.db.NewID()
	n, err := tx.Exec(ctx, `INSERT INTO identity_consent (id, center_id, kind, object, data, reason, asked_by, asked_role, asked_at, state, ended_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'open',0) ON CONFLICT DO NOTHING`, id, by.Center, c.Kind, c.Object, c.Data, clip(c.Reason, 500), by.Account, role, b.now().UnixMicro())
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, fault.New(fault.Conflict, "identity.consent_open", "这一事项已有一件待会同，请等另外的管理员答复，或请其先不予同意")
	}
	return id, b.Audit(ctx, tx, by, "consent.asked", c.Kind+" "+c.Object, c.Reason)
}

// Voiceable says why somebody cannot speak to an act; nil: it waits for them.
func (c *Consent) Voiceable(account int64, role string) error {
	switch {
	case role == "":
		return fault.New(fault.Forbidden, "identity.consent_who", "会同由系统、安全、审计三员办理，请联系他们")
	case c.State != ConsentOpen:
		return fault.New(fault.Conflict, "identity.consent_ended", "这一事项已有结论，请刷新页面")
	case account == c.AskedBy || role == c.AskedRole:
		return fault.New(fault.Forbidden, "identity.consent_own", "提出人本人和同一职责的管理员不能会同，请由另外的管理员办理")
	}
	for _, v := range c.Voices {
		if v.Role == role {
			return fault.New(fault.Conflict, "identity.consent_said", "您这一职责已表示意见，请由另一职责的管理员办理")
		}
	}
	return nil
}

// Speak records what an administrator says. It returns the act; where its state is granted now, the caller does it in
// this transaction.
func (b *Book) Speak(ctx context.Context, tx *store.Tx, by Who, id int64, v Voice) (c *Consent, err error) {
	defer fault.Wrap(&err, "speak to a consent")
	// Two that speak at once would each find that one voice is missing.
	if err := tx.Lock(ctx, fmt.Sprintf("consent/%d", id)); err != nil {
		return nil, err
	}
	if c, err = b.Consent(ctx, tx, by.Center, id); err != nil {
		return nil, err
	}
	role, err := adminRole(ctx, tx, by.Center, by.Account)
	if err != nil {
		return nil, err
	}
	if err := c.Voiceable(by.Account, role); err != nil {
		return nil, err
	}
	note := strings.TrimSpace(v.Note)
	if !v.Agrees && note == "" {
		return nil, fault.New(fault.Invalid, "identity.consent_note", "不同意的，请写明理由").At("note")
	}
	now := b.now()
	if _, err := tx.Exec(ctx, `INSERT INTO identity_voice (center_id, consent_id, role, account_id, asked_by, agrees, note, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		by.Center, id, role, by.Account, c.AskedBy, v.Agrees, clip(note, 500), now.UnixMicro()); err != nil {
		return nil, err
	}
	c.Voices = append(c.Voices, Voice{by.Account, role, v.Agrees, note, now})
	act := "consent.agreed"
	if !v.Agrees {
		act, c.State, c.Ended = "consent.refused", ConsentRefused, now
	} else if len(c.Voices) >= c.Needs() {
		c.State, c.Ended = ConsentGranted, now
	}
	if c.State != ConsentOpen {
		if _, err := tx.Exec(ctx, `UPDATE identity_consent SET state = $3, ended_at = $4 WHERE id = $1 AND center_id = $2`, id, by.Center, c.State, now.UnixMicro()); err != nil {
			return nil, err
		}
	}
	return c, b.Audit(ctx, tx, by, act, c.Kind+" "+c.Object, note)
}

const consentColumns = `id, kind, object, data, reason, asked_by, asked_role, asked_at, state, ended_at`

func scanConsent(row scanner) (*Consent, error) {
	c := &Consent{}
	var asked, ended int64
	err := row.Scan(&c.ID, &c.Kind, &c.Object, &c.Data, &c.Reason, &c.AskedBy, &c.AskedRole, &asked, &c.State, &ended)
	c.Asked, c.Ended = at(asked), at(ended)
	return c, err
}

// Consent returns one of a center.
func (b *Book) Consent(ctx context.Context, tx *store.Tx, center, id int64) (*Consent, error) {
	c, err := scanConsent(tx.Row(ctx, `SELECT `+consentColumns+` FROM identity_consent WHERE id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "identity.consent_missing", "没有这件会同事项，请从列表选择")
	} else if err != nil {
		return nil, err
	}
	return c, voices(ctx, tx, center, []*Consent{c})
}

// Consents lists the latest of a center, at most 200: those of a kind and a state where these are named.
func (b *Book) Consents(ctx context.Context, tx *store.Tx, center int64, kind, state string) (out []*Consent, err error) {
	defer fault.Wrap(&err, "list consents")
	rows, err := tx.Query(ctx, `SELECT `+consentColumns+` FROM identity_consent WHERE center_id = $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT 200`, center, kind, state)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		c, err := scanConsent(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, c)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return out, voices(ctx, tx, center, out)
}

// voices reads what was said to each.
func voices(ctx context.Context, tx *store.Tx, center int64, all []*Consent) error {
	for _, c := range all {
		rows, err := tx.Query(ctx, `SELECT account_id, role, agrees, note, at FROM identity_voice WHERE consent_id = $1 AND center_id = $2 ORDER BY at, role`, c.ID, center)
		if err != nil {
			return err
		}
		for rows.Next() {
			var v Voice
			var when int64
			if err := rows.Scan(&v.Account, &v.Role, &v.Agrees, &v.Note, &when); err != nil {
				return errors.Join(err, rows.Close())
			}
			v.At = at(when)
			c.Voices = append(c.Voices, v)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return nil
}

// EntriesBetween lists the audit of a center from one moment until before another, in its order.
func (b *Book) EntriesBetween(ctx context.Context, tx *store.Tx, center int64, from, before time.Time) (out []Entry, err error) {
	defer fault.Wrap(&err, "audit entries of a time")
	return entries(tx.Query(ctx, `SELECT seq, at, actor_id, actor, act, object, detail, ip FROM identity_audit
		WHERE center_id = $1 AND at >= $2 AND at < $3 ORDER BY seq`, center, from.UnixMicro(), before.UnixMicro()))
}
