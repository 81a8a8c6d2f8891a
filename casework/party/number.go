package party

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/ident"
)

// personal reports whether a code is the number of a person's identity paper: it is no 统一社会信用代码
// (GB 32100), and it is said of a natural person, or is an identity number (GB 11643) or the number of
// another paper by its length.
func personal(code string, person bool) bool {
	if code == "" {
		return false
	}
	if _, err := ident.ParseUSCC(code); err == nil {
		return false
	}
	_, err := ident.ParseIDNumber(code)
	return person || err == nil || len(code) != 18
}

func numberAAD(party int64) string { return fmt.Sprintf("party/%d/number", party) }

// setNumber writes down the number of a person's identity paper, sealed under the key of the center. Where somebody
// else has it already, by an earlier version or by mistake, it finds that one.
func setNumber(ctx context.Context, tx *store.Tx, keys *seal.Ring, p *Party, number string, at time.Time) error {
	key, err := keys.Center(ctx, tx, p.Center)
	if err != nil {
		return err
	}
	found := token(key, number)
	switch other, err := byNumber(ctx, tx, keys, p.Center, number); {
	case err != nil:
		return err
	case other != nil && other.ID != p.ID:
		found = token(key, numberAAD(p.ID)) // of nobody's number
	}
	_, err = tx.Exec(ctx, `INSERT INTO party_number (party_id, center_id, at, token, body) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (party_id) DO UPDATE SET at = excluded.at, token = excluded.token, body = excluded.body`,
		p.ID, p.Center, at.UnixMicro(), found, key.Seal(numberAAD(p.ID), []byte(number)))
	return err
}

func token(key seal.Key, number string) []byte { return key.MAC("party/number", []byte(number)) }

// byNumber finds the party that has the number, nil where there is none.
func byNumber(ctx context.Context, tx *store.Tx, keys *seal.Ring, center int64, number string) (*Party, error) {
	key, err := keys.Center(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	var id int64
	switch err := tx.Row(ctx, `SELECT party_id FROM party_number WHERE center_id = $1 AND token = $2`, center, token(key, number)).Scan(&id); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return Get(ctx, tx, center, id)
}

// CodeOf returns the 统一社会信用代码 of a party, or the number of a person's identity paper, which is
// opened for it. Who may know it is for the caller to decide.
func CodeOf(ctx context.Context, tx *store.Tx, keys *seal.Ring, p *Party) (code string, err error) {
	defer fault.Wrap(&err, "code of party %d", p.ID)
	if p.Code != "" {
		return p.Code, nil
	}
	var body []byte
	switch err := tx.Row(ctx, `SELECT body FROM party_number WHERE party_id = $1 AND center_id = $2`, p.ID, p.Center).Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return "", nil
	case err != nil:
		return "", err
	}
	key, err := keys.Center(ctx, tx, p.Center)
	if err != nil {
		return "", err
	}
	plain, err := key.Open(numberAAD(p.ID), body)
	return string(plain), err
}

// SealNumbers seals the numbers of identity papers that an earlier version left open in a center's
// register, and takes them out of what was established about these people. It returns how many there were.
func SealNumbers(ctx context.Context, db *store.DB, keys *seal.Ring, center int64) (n int, err error) {
	defer fault.Wrap(&err, "seal numbers of center %d", center)
	open, err := openNumbers(ctx, db, center)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	err = db.Write(ctx, func(tx *store.Tx) error {
		for _, p := range open {
			if err := setNumber(ctx, tx, keys, p, p.Code, p.At); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE party_party SET code = '' WHERE id = $1 AND center_id = $2`, p.ID, center); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE casework_fact SET subject = '' WHERE center_id = $1 AND party_id = $2`, center, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return len(open), err
}

// openNumbers lists those who are not registered and whose code is a number of an identity paper.
func openNumbers(ctx context.Context, db *store.DB, center int64) (out []*Party, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		out = nil
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM party_party WHERE center_id = $1 AND kind = $2 AND code <> ''`, center, string(Outside))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			p, err := scan(rows)
			if err != nil {
				return err
			}
			if personal(p.Code, false) {
				out = append(out, p)
			}
		}
		return rows.Err()
	})
	return out, err
}
