package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/tally"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// titleCondition adds the condition that the title contains the words; few says that the other conditions leave few rows.
func (o *Office) titleCondition(ctx context.Context, tx *store.Tx, by Actor, title string, few bool, q *query) error {
	if title = strings.TrimSpace(title); title == "" {
		return nil
	}
	cond, args := o.Policy.Where(by.Subject, ActName, o.narrowed(), len(q.Args)+1)
	q.Conds, q.Args = append(q.Conds, cond), append(q.Args, args...)
	key, err := o.Keys.Center(ctx, tx, by.Center)
	if err != nil {
		return err
	}
	tokens := key.Bigrams("title", title)
	tokens = tokens[:min(len(tokens), 40)]
	rare, err := rarest(ctx, tx, by.Center, tokens)
	if err != nil {
		return err
	}
	found := &query{tally.Query{Conds: slices.Clone(q.Conds), Args: slices.Clone(q.Args)}}
	for i, t := range tokens {
		if i == rare {
			found.Where("k.id IN (SELECT w.case_id FROM casework_word w WHERE w.center_id = ? AND w.token = ?)", by.Center, t)
		} else {
			found.Where("EXISTS (SELECT 1 FROM casework_word w WHERE w.center_id = ? AND w.token = ? AND w.case_id = k.id)", by.Center, t)
		}
	}
	ids, err := o.titled(ctx, tx, key, title, rare >= 0 || few, found)
	if err != nil {
		return err
	}
	if len(tokens) == 0 || len(ids) == 0 {
		q.Where("1=0")
		return nil
	}
	q.Where("k.id IN ("+store.Marks(len(ids))+")", store.Anys(ids)...)
	return nil
}

// rarest returns the place of the token that the fewest cases of the center have, -1 when each
// is in more than maxTitled cases: then no token leads to the rows faster than another.
func rarest(ctx context.Context, tx *store.Tx, center int64, tokens []int64) (int, error) {
	best, fewest := -1, maxTitled+1
	for i, t := range tokens {
		var n int
		err := tx.Row(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_word WHERE center_id = $1 AND token = $2 LIMIT %d) t`,
			fewest), center, t).Scan(&n)
		if err != nil {
			return -1, err
		}
		if n < fewest {
			best, fewest = i, n
		}
	}
	return best, nil
}

// maxTitled bounds how many candidates of a title search are opened.
const maxTitled = 2000

// titled opens the titles of the candidates and keeps those that really contain the words: the
// tokens collide on purpose, so that they tell little to somebody who holds the database alone.
func (o *Office) titled(ctx context.Context, tx *store.Tx, key seal.Key, words string, few bool, q *query) ([]int64, error) {
	by := "k.id"
	if few {
		by = "+k.id" // the rows are found and then sorted, not met in this order
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT k.id, k.title FROM casework_case k WHERE %s ORDER BY %s DESC LIMIT %d`,
		strings.Join(q.Conds, " AND "), by, maxTitled), q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var id int64
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return nil, err
		}
		plain, err := key.Open(titleAAD(id), sealed)
		if err != nil {
			return nil, err
		}
		if seal.Contains(string(plain), words) {
			out = append(out, id)
		}
	}
	return out, rows.Err()
}
