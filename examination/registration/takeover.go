package registration

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// The states of a request to take over the accounts of a party.
const (
	takeoverAsked   = "asked"   // 待核对
	takeoverChecked = "checked" // 待审批
	takeoverDone    = "done"    // 已接管
	takeoverRefused = "refused" // 不予接管
)

// A takeover is the request of a successor to take over the accounts of a party, with proof. A
// clerk checks it, a director who is somebody else decides. What it says is sealed under the
// key of the center.
type takeover struct {
	ID, Center, Party int64
	At                time.Time
	State             string
	Checker, Decider  int64 // accounts, 0 while it was not done
	Decided           time.Time
	Body              takeoverBody
}

// takeoverBody is the sealed part: who asks, why, with what proof, and what was found out.
type takeoverBody struct {
	Code, Login, Name, Phone, Mail, Reason string // as the successor stated them
	Files                                  []File // proof, stored under the key of the center
	Opinion, Decision                      string // of the clerk, of the director
}

// takeoverAAD binds the body to its request.
func takeoverAAD(id int64) string { return fmt.Sprintf("registration/takeover/%d", id) }

// putTakeover writes a request as it stands.
func (d *Desk) putTakeover(ctx context.Context, tx *store.Tx, t *takeover) (err error) {
	defer fault.Wrap(&err, "put take-over")
	key, err := d.office.Keys.Center(ctx, tx, t.Center)
	if err != nil {
		return err
	}
	body, err := json.Marshal(t.Body)
	if err != nil {
		return err
	}
	for _, f := range t.Body.Files {
		if err := casework.HoldFiles(ctx, tx, t.Center, t.At, f.Blob); err != nil {
			return err
		}
	}
	var decided int64
	if !t.Decided.IsZero() {
		decided = t.Decided.UnixMicro()
	}
	_, err = tx.Exec(ctx, `INSERT INTO registration_takeover (id, center_id, party_id, at, state, checker_id, decider_id, decided_at, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO UPDATE SET state = excluded.state, checker_id = excluded.checker_id,
		decider_id = excluded.decider_id, decided_at = excluded.decided_at, body = excluded.body`, t.ID, t.Center, t.Party, t.At.UnixMicro(),
		t.State, t.Checker, t.Decider, decided, key.Seal(takeoverAAD(t.ID), body))
	return err
}

// takeoverColumns are the columns in the order in which scanTakeover reads them.
const takeoverColumns = `id, center_id, party_id, at, state, checker_id, decider_id, decided_at, body`

// scanTakeover reads one request. The key comes from outside, because nothing else may be asked of
// the database while rows are open.
func scanTakeover(key seal.Key, row interface{ Scan(...any) error }) (*takeover, error) {
	t := &takeover{}
	var at, decided int64
	var body []byte
	if err := row.Scan(&t.ID, &t.Center, &t.Party, &at, &t.State, &t.Checker, &t.Decider, &decided, &body); err != nil {
		return nil, err
	}
	t.At = time.UnixMicro(at)
	if decided != 0 {
		t.Decided = time.UnixMicro(decided)
	}
	plain, err := key.Open(takeoverAAD(t.ID), body)
	if err != nil {
		return nil, err
	}
	return t, json.Unmarshal(plain, &t.Body)
}

// takeover returns a request of the center.
func (d *Desk) takeover(ctx context.Context, tx *store.Tx, center, id int64) (*takeover, error) {
	key, err := d.office.Keys.Center(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	t, err := scanTakeover(key, tx.Row(ctx, `SELECT `+takeoverColumns+` FROM registration_takeover WHERE id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, gone(fault.Say("份接管申请"))
	}
	return t, err
}

// takeovers lists the requests of a center, the latest first. The ids are read before the bodies:
// the key is wanted only where there is something to open.
func (d *Desk) takeovers(ctx context.Context, tx *store.Tx, center int64) (out []*takeover, err error) {
	defer fault.Wrap(&err, "list take-overs")
	ids, err := takeoverIDs(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		t, err := d.takeover(ctx, tx, center, id)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// takeoverIDs lists the latest requests of a center.
func takeoverIDs(ctx context.Context, tx *store.Tx, center int64) (out []int64, err error) {
	rows, err := tx.Query(ctx, `SELECT id FROM registration_takeover WHERE center_id = $1 ORDER BY at DESC, id DESC LIMIT 200`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// A takeoverDecision is what the clerk or the director wrote.
type takeoverDecision struct {
	Approve bool
	Login   string // of the new account
	Words   string // how it was verified
}

// step takes a request one step on: a clerk checks it, then a director who is not that clerk
// approves; either may refuse. An approval disables every account of the party, makes one for
// the successor, and returns the one-time token for its password.
func (d *Desk) step(c *web.Ctx, tx *store.Tx, a casework.Actor, t *takeover, in takeoverDecision) (token string, err error) {
	defer fault.Wrap(&err, "decide take-over")
	by := who(c)
	switch {
	case t.State == takeoverAsked && a.Is(casework.Clerk):
		t.State, t.Checker, t.Body.Opinion = takeoverChecked, a.Account, in.Words
	case t.State == takeoverChecked && a.Is(casework.Director) && a.Account == t.Checker:
		return "", fault.New(fault.Forbidden, "registration.four_eyes", "接管申请的审批不能由核对材料的同一人办理，请由另一位负责人办理").On("本中心规定：账号接管")
	case t.State == takeoverChecked && a.Is(casework.Director):
		t.State, t.Decider, t.Decided, t.Body.Decision = takeoverDone, a.Account, c.Now(), in.Words
	default:
		return "", fault.New(fault.Conflict, "registration.takeover_state", "该申请现在不由您办理，或已办结，请刷新页面；受理员核对材料后由中心主任审批")
	}
	if !in.Approve {
		t.State, t.Decided = takeoverRefused, c.Now()
	}
	if t.Party == 0 && in.Approve {
		return "", fault.New(fault.Conflict, "registration.unknown", "本中心没有登记统一社会信用代码 %s，不能同意接管；请不予接管，并告知申请人直接注册账号（/register）", t.Body.Code).At("decision")
	}
	if t.State == takeoverDone {
		if token, err = d.handOver(c, tx, by, t, in.Login); err != nil {
			return "", err
		}
	}
	if err := d.Book.Audit(c.Context(), tx, by, "takeover."+t.State, fmt.Sprint(t.Party), fmt.Sprintf("申请 %d", t.ID)); err != nil {
		return "", err
	}
	return token, d.putTakeover(c.Context(), tx, t)
}

// handOver disables every account of the party and makes one for the successor.
func (d *Desk) handOver(c *web.Ctx, tx *store.Tx, by identity.Who, t *takeover, login string) (string, error) {
	p, err := party.Get(c.Context(), tx, by.Center, t.Party)
	if err != nil {
		return "", err
	}
	old, err := d.Book.List(c.Context(), tx, p.Center, p.ID)
	if err != nil {
		return "", err
	}
	for _, a := range old {
		if a.Status == identity.Disabled {
			continue
		}
		if err := d.Book.SetStatus(c.Context(), tx, by, a.ID, identity.Disabled); err != nil {
			return "", err
		}
	}
	a := &identity.Account{Login: login, Name: t.Body.Name, Mail: t.Body.Mail, Phone: t.Body.Phone}
	token, err := d.newAccount(c, tx, by, p, a)
	if err != nil {
		return "", err
	}
	return token, consent.Hand(c.Context(), tx, consent.Ask{Kind: consent.Takeover, Center: p.Center, Object: t.ID, Account: a.ID})
}
