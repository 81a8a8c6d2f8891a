package memory

import (
	"cmp"
	"context"
	"time"

	"zhibao/casework"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/patent"
	"zhibao/patent/similarity"
)

// A Publication is a published application with which the center compares.
type Publication struct {
	Number string
	At     time.Time
}

// Publish takes a published application into the stock of a center, in the place of an earlier copy.
func Publish(ctx context.Context, tx *store.Tx, o *casework.Office, by casework.Actor, number string, app *patent.Application) (err error) {
	defer fault.Wrap(&err, "load a published application")
	center, err := o.Keys.Center(ctx, tx, by.Center)
	if err != nil {
		return err
	}
	sig := similarity.Of(paragraphs(app))
	prints := (keyed{center}).prints(sig)
	if len(prints) == 0 {
		return fault.New(fault.Invalid, "preexam.published_short", "%s 中没有足够的权利要求和说明书文字可供比对，请载入全文 XML", number).At("files")
	}
	body, err := sig.MarshalBinary()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM preexam_published_print WHERE published_id IN (SELECT id FROM preexam_published WHERE center_id = $1 AND number = $2)`, by.Center, number); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM preexam_published WHERE center_id = $1 AND number = $2`, by.Center, number); err != nil {
		return err
	}
	id := o.DB.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO preexam_published (id, center_id, number, at, account_id, body) VALUES ($1,$2,$3,$4,$5,$6)`,
		id, by.Center, number, o.Now().UnixMicro(), by.Account, body); err != nil {
		return err
	}
	for _, t := range prints {
		if _, err := tx.Exec(ctx, `INSERT INTO preexam_published_print (center_id, token, published_id) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`, by.Center, t, id); err != nil {
			return err
		}
	}
	return nil
}

// Publications returns the latest of a center, and how many it has.
func Publications(ctx context.Context, tx *store.Tx, center int64, most int) (out []Publication, total int, err error) {
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM preexam_published WHERE center_id = $1`, center).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := tx.Query(ctx, `SELECT number, at FROM preexam_published WHERE center_id = $1 ORDER BY id DESC LIMIT $2`, center, most)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Publication
		var at int64
		if err := rows.Scan(&p.Number, &at); err != nil {
			return nil, 0, err
		}
		p.At = time.UnixMicro(at)
		out = append(out, p)
	}
	return out, total, rows.Err()
}

// published compares with the published applications, nil where none is loaded. They are public, so
// their signatures lie open.
func (c *comparing) published() (*check.PublishedFacts, error) {
	var n int
	if err := c.s.Tx.Row(c.s.Ctx, `SELECT COUNT(*) FROM (SELECT 1 AS one FROM preexam_published WHERE center_id = $1 LIMIT 1) t`, c.now.center).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	out := &check.PublishedFacts{}
	prints := c.key.prints(c.text)
	if len(prints) == 0 {
		return out, nil
	}
	args := []any{c.now.center}
	for _, t := range prints {
		args = append(args, t)
	}
	rows, err := c.s.Tx.Query(c.s.Ctx, `SELECT p.number, p.body FROM preexam_published p WHERE p.id IN (SELECT published_id FROM preexam_published_print
		WHERE center_id = $1 AND token IN (`+places(2, len(prints))+`) GROUP BY published_id ORDER BY COUNT(*) DESC, published_id LIMIT `+places(len(args)+1, 1)+`)`,
		append(args, maxMet)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x check.PublishedText
		var body []byte
		if err := rows.Scan(&x.Number, &body); err != nil {
			return nil, err
		}
		sig := &similarity.Signature{}
		if err := sig.UnmarshalBinary(body); err != nil {
			return nil, err
		}
		if x.Similarity = similarity.Alike(c.text, sig); x.Similarity >= c.limits.Published {
			out.Alike = append(out.Alike, x)
		}
	}
	sorting.By(out.Alike, func(a, b check.PublishedText) int { return cmp.Compare(b.Similarity, a.Similarity) })
	out.Alike = out.Alike[:min(len(out.Alike), maxTold)]
	return out, rows.Err()
}
