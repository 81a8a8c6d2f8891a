// Package reporter (举报人身份) keeps who reported a case apart from the case. In the case, its papers and its history stands an alias
// alone; name and telephone lie under a key of their own (and under that of the case, so that they end with it). Who
// has to reach the reporter opens them with a reason, which stays. The page on which anybody reports promises that.
package reporter

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "reporter", Files: sub}
}

// An Identity is who reported.
type Identity struct {
	Who   string `json:"who"`
	Phone string `json:"phone"`
}

// Anonymous reports whether nobody is named.
func (i Identity) Anonymous() bool { return i.Who == "" && i.Phone == "" }

// alias is how a reporter is called.
var alias = regexp.MustCompile(`^举报人-[0-9A-Z]{6}$`)

// IsAlias reports whether a name is one of ours. Cases from before this package have the name itself.
func IsAlias(name string) bool { return alias.MatchString(name) }

// aad binds what is sealed to its case.
func aad(caseID int64) string { return fmt.Sprintf("reporter/%d", caseID) }

// scoped is the key of the reporters of a center.
func scoped(ctx context.Context, tx *store.Tx, keys *seal.Ring, center int64) (seal.Key, error) {
	return keys.Scope(ctx, tx, fmt.Sprintf("reporter/%d", center))
}

// Keep stores who reported the case of a step, and returns the alias that stands in the case from now on; that of nobody is empty.
func Keep(s *casework.Step, who Identity) (name string, err error) {
	defer fault.Wrap(&err, "keep reporter")
	if who.Anonymous() {
		return "", nil
	}
	key, err := scoped(s.Ctx, s.Tx, s.Office.Keys, s.Case.Center)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(who)
	if err != nil {
		return "", err
	}
	name = "举报人-" + rand.Text()[:6]
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO reporter_reporter (case_id, center_id, alias, at, body) VALUES ($1,$2,$3,$4,$5)`,
		s.Case.ID, s.Case.Center, name, s.Now.UnixMicro(), s.Key().Seal(aad(s.Case.ID), key.Seal(aad(s.Case.ID), plain)))
	return name, err
}

// find returns who reported a case; not ok where nobody is kept for it.
func find(ctx context.Context, tx *store.Tx, keys *seal.Ring, k *casework.Case) (who Identity, ok bool, err error) {
	defer fault.Wrap(&err, "find reporter")
	var body []byte
	err = tx.Row(ctx, `SELECT body FROM reporter_reporter WHERE case_id = $1 AND center_id = $2`, k.ID, k.Center).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return who, false, nil
	} else if err != nil {
		return who, false, err
	}
	of, err := keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return who, false, err
	}
	inner, err := of.Open(aad(k.ID), body)
	if err != nil {
		return who, false, err
	}
	key, err := scoped(ctx, tx, keys, k.Center)
	if err != nil {
		return who, false, err
	}
	plain, err := key.Open(aad(k.ID), inner)
	if err != nil {
		return who, false, err
	}
	return who, true, json.Unmarshal(plain, &who)
}

// An Opening is that somebody opened who reported a case.
type Opening struct {
	Name   string
	At     time.Time
	Reason string
}

// record writes an opening down.
func record(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case, reason string) error {
	key, err := o.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return err
	}
	id := o.DB.NewID()
	_, err = tx.Exec(ctx, `INSERT INTO reporter_opening (id, center_id, case_id, account, name, at, reason) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		id, k.Center, k.ID, a.Account, a.Name, o.Now().UnixMicro(), key.Seal(fmt.Sprintf("reporter/opening/%d", id), []byte(reason)))
	return err
}

// openings are those of a case, the latest first.
func openings(ctx context.Context, tx *store.Tx, o *casework.Office, k *casework.Case) (out []Opening, err error) {
	key, err := o.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, name, at, reason FROM reporter_opening WHERE case_id = $1 AND center_id = $2 ORDER BY at DESC LIMIT 100`, k.ID, k.Center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x Opening
		var id, at int64
		var reason []byte
		if err := rows.Scan(&id, &x.Name, &at, &reason); err != nil {
			return nil, err
		}
		plain, err := key.Open(fmt.Sprintf("reporter/opening/%d", id), reason)
		if err != nil {
			return nil, err
		}
		x.At, x.Reason = time.UnixMicro(at), string(plain)
		out = append(out, x)
	}
	return out, rows.Err()
}
