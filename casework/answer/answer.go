// Package answer (答复码) lets a party without account into one case: a code on a paper that was served
// on it opens that case as that party, for a limited time, to see what its side sees and to make the
// moves of its side. The answer uses the code up; the counter can give another. Of the code only a
// digest is stored, and what was done with it is recorded as done with a code.
package answer

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "answer", Files: sub}
}

// Settings declares how long a visit with a code lasts.
func Settings() []setting.Def {
	return []setting.Def{{Key: "answer.minutes", Title: "凭答复码一次办理的时长（分钟）", English: "Minutes of a visit with a code", Type: setting.Int, Default: map[string]string{"": "120"},
		Sure: rule.Ours, Level: rule.Center, Group: "casework"}}
}

// Via is how the events name an act that was made with a code.
const Via = "code"

// Give makes the code with which a party can answer until the end of a day, and returns it for the
// paper. Codes that the party was given in the case before open nothing from now on.
func Give(s *casework.Step, to int64, until calendar.Day) (string, error) {
	if len(s.Case.Stands(to)) == 0 {
		return "", fault.New(fault.Invalid, "answer.party", "只能给本案当事人发放答复码，请核对当事人").At("party")
	}
	return Ahead(s, to, until)
}

// Ahead is Give for somebody on whom the paper with the code is the first to be served. Until it stands in
// the case the code shows and opens nothing.
func Ahead(s *casework.Step, to int64, until calendar.Day) (_ string, err error) {
	defer fault.Wrap(&err, "give a code")
	if until < s.Today {
		return "", fault.New(fault.Invalid, "answer.until", "答复码的截止日不能早于今天，请改选").At("until")
	}
	if _, err := s.Tx.Exec(s.Ctx, `UPDATE answer_code SET revoked_at = $3 WHERE case_id = $1 AND party_id = $2 AND revoked_at = CAST(0 AS BIGINT) AND used_at = CAST(0 AS BIGINT)`,
		s.Case.ID, to, s.Now.UnixMicro()); err != nil {
		return "", err
	}
	code := document.Code()
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO answer_code (id, code, center_id, case_id, party_id, at, until, used_at, revoked_at) VALUES ($1,$2,$3,$4,$5,$6,$7,0,0)`,
		s.Office.DB.NewID(), hash("code", code), s.Case.Center, s.Case.ID, to, s.Now.UnixMicro(), until.End().UnixMicro())
	return code, err
}

// hash is what is stored of a code or a token: who reads the database cannot use it.
func hash(what, secret string) []byte {
	sum := sha256.Sum256([]byte("zhibao answer " + what + " " + secret))
	return sum[:]
}

// Block is what a paper says about the code that was given with it.
func Block(code string, until calendar.Day) paper.Block {
	return paper.KeyValues{Rows: []paper.KeyValue{{Key: "答复码", Value: code}, {Key: "使用方法", Value: "没有业务平台账号的当事人，打开业务平台首页的“凭码办理”（/answer），输入答复码，即可查看本案中应由您知悉的内容、提交答复和证据"},
		{Key: "有效期", Value: "至" + until.Chinese() + "止；提交答复后失效。请勿转交他人；遗失的，请联系本中心补发"}}}
}

// A Visit is somebody who came in with a code.
type Visit struct {
	Code          int64
	Center, Case  int64
	Party         int64
	Name          string
	Ends          time.Time
	Used          bool // nothing can be done any more, only seen
	chart         string
	until, usedAt int64
}

// Desk lets people in. Also are acts that a visit needs beside those of the case, such as sending
// files ahead of a form.
type Desk struct {
	Office *casework.Office
	Also   []string
}

// Enter opens a visit with a code and returns its token. Codes that are unknown, mistyped, used up,
// replaced or too old are all refused in the same words.
func (d *Desk) Enter(ctx context.Context, typed, ip string) (token string, v *Visit, err error) {
	defer fault.Wrap(&err, "enter with a code")
	// A mistyped code is looked up like any other: the same answer after the same work.
	normal, _ := document.NormalCode(typed)
	token = rand.Text()
	err = d.Office.DB.Write(ctx, func(tx *store.Tx) error {
		now := d.Office.Now()
		v = &Visit{}
		err := tx.Row(ctx, `SELECT id, center_id, case_id, party_id, until FROM answer_code WHERE code = $1 AND used_at = CAST(0 AS BIGINT) AND revoked_at = CAST(0 AS BIGINT) AND until > $2`,
			hash("code", normal), now.UnixMicro()).Scan(&v.Code, &v.Center, &v.Case, &v.Party, &v.until)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.Invalid, "answer.code", "答复码不对，或已使用、已换发、已过期；请核对文书上的答复码，仍不能使用的请联系本中心补发").At("code")
		} else if err != nil {
			return err
		}
		minutes, err := d.Office.Settings.Int(ctx, tx, setting.Query{Center: v.Center, Key: "answer.minutes", On: d.Office.Today()})
		if err != nil {
			return err
		}
		v.Ends = now.Add(time.Duration(minutes) * time.Minute)
		if end := time.UnixMicro(v.until); end.Before(v.Ends) {
			v.Ends = end
		}
		_, err = tx.Exec(ctx, `INSERT INTO answer_visit (token, center_id, code_id, at, ends, ip) VALUES ($1,$2,$3,$4,$5,$6)`, hash("visit", token), v.Center, v.Code, now.UnixMicro(), v.Ends.UnixMicro(), ip)
		return err
	})
	if err != nil {
		return "", nil, err
	}
	return token, v, nil
}

// Find returns the visit of a token, nil where there is none or it has ended. A code that was used up
// during the visit lets its party look on until the end, and do nothing.
func (d *Desk) Find(ctx context.Context, token string) (v *Visit, err error) {
	if token == "" {
		return nil, nil
	}
	defer fault.Wrap(&err, "find a visit")
	v = &Visit{}
	err = d.Office.DB.Read(ctx, func(tx *store.Tx) error {
		var ends int64
		err := tx.Row(ctx, `SELECT c.id, c.center_id, c.case_id, c.party_id, c.used_at, v.ends, k.chart FROM answer_visit v JOIN answer_code c ON c.id = v.code_id
			JOIN casework_case k ON k.id = c.case_id WHERE v.token = $1 AND v.ends > $2 AND c.revoked_at = CAST(0 AS BIGINT)`, hash("visit", token), d.Office.Now().UnixMicro()).
			Scan(&v.Code, &v.Center, &v.Case, &v.Party, &v.usedAt, &ends, &v.chart)
		if err != nil {
			return err
		}
		v.Ends, v.Used = time.UnixMicro(ends), v.usedAt != 0
		names, err := party.Names(ctx, tx, v.Center, []int64{v.Party})
		v.Name = names[v.Party]
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return v, err
}

// Leave ends a visit.
func (d *Desk) Leave(ctx context.Context, token string) error {
	return d.Office.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE answer_visit SET ends = $2 WHERE token = $1 AND ends > $2`, hash("visit", token), d.Office.Now().UnixMicro())
		return err
	})
}

// Actor is who acts in a visit: the party, in the one case, with the acts of its side alone. The
// account is the negative of the code's id, so that what one code types and sends is not another's.
func (d *Desk) Actor(v *Visit, ip string) casework.Actor {
	acts := append([]string{casework.ActSee, casework.ActName, casework.ActForm}, d.Also...)
	if chart := d.Office.Chart(v.chart); chart != nil && !v.Used {
		for i := range chart.Moves {
			if m := &chart.Moves[i]; !m.Opens() && slices.Contains(m.By, casework.Entity) {
				acts = append(acts, chart.Act(m.Code))
			}
		}
	}
	return casework.Actor{Subject: access.Subject{Account: -v.Code, Center: v.Center, Party: v.Party, Roles: []string{string(casework.Entity)}, Acts: acts, Only: v.Case},
		Name: v.Name + "（凭答复码）", IP: ip, Via: Via}
}

// Spends makes of a move one that uses up the code with which it was made. It is for the move that is
// the answer, not for those around it.
func Spends(m casework.Move) casework.Move {
	run := m.Do.Run
	m.Do.Run = func(s *casework.Step, in any) error {
		if err := run(s, in); err != nil || s.Actor.Via != Via {
			return err
		}
		_, err := s.Tx.Exec(s.Ctx, `UPDATE answer_code SET used_at = $2 WHERE id = $1 AND used_at = CAST(0 AS BIGINT)`, -s.Actor.Account, s.Now.UnixMicro())
		return err
	}
	return m
}
