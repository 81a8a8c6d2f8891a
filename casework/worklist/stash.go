package worklist

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// stash keeps filters that must not stand in an address, encrypted, for their author alone.
type stash Pages

// stashAAD binds a sealed filter to its row and its author: moved to another row it cannot be
// opened.
func stashAAD(account, id int64) string { return fmt.Sprintf("worklist/stash/%d/%d", account, id) }

// Put stores a filter.
func (s *stash) Put(c *web.Ctx, name string, v url.Values) (_ string, err error) {
	defer fault.Wrap(&err, "stash filter")
	a := Actor(c)
	body, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	id := s.Office.DB.NewID()
	return strconv.FormatInt(id, 36), s.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		key, err := s.Office.Keys.Center(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		// What was searched for is secret too, so it lives for a day at most; tidying on the way in
		// needs no job.
		if _, err := tx.Exec(c.Context(), `DELETE FROM worklist_stash WHERE account_id = $1 AND at < $2`, a.Account,
			c.Now().Add(-24*time.Hour).UnixMicro()); err != nil {
			return err
		}
		_, err = tx.Exec(c.Context(), `INSERT INTO worklist_stash (id, center_id, account_id, list, at, body) VALUES ($1,$2,$3,$4,$5,$6)`,
			id, a.Center, a.Account, name, c.Now().UnixMicro(), key.Seal(stashAAD(a.Account, id), body))
		return err
	})
}

// Get returns a filter of the same person.
func (s *stash) Get(c *web.Ctx, name, id string) (v url.Values, err error) {
	a := Actor(c)
	n, err := strconv.ParseInt(id, 36, 64)
	if err != nil {
		return nil, gone()
	}
	err = s.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		var body []byte
		// Expired, of somebody else, of another list: all the same answer.
		if err := tx.Row(c.Context(), `SELECT body FROM worklist_stash WHERE id = $1 AND account_id = $2 AND list = $3`, n, a.Account, name).
			Scan(&body); err != nil {
			return gone()
		}
		key, err := s.Office.Keys.Center(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		plain, err := key.Open(stashAAD(a.Account, n), body)
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, &v)
	})
	return v, err
}

// gone is the answer to every filter that cannot be had any more.
func gone() error {
	return fault.New(fault.Missing, "worklist.stash", "筛选条件已过期，请重新输入")
}
