package designs

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent/reader/figure"
)

// drawings is where a picture of a document stands.
const drawings = "/documents/{number}/pictures/{ordinal}"

// smallSide is how many pixels the longer side of a picture has in a strip, twice what is shown.
const smallSide = 240

// Drawings is how many drawings a center keeps of a document that is no design.
func (d *Desk) Drawings(ctx context.Context, tx *store.Tx, center int64) (int, error) {
	return d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "designs.drawings", On: d.office.Today()})
}

// Strip lists the pictures of documents by their numbers, each with its address and what it is called, at
// most so many of each. A document that has none is not in it.
func (d *Desk) Strip(c *web.Ctx, numbers []string, most int) (map[string][]web.Link, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	center := worklist.Actor(c).Center
	args := []any{center, int64(most)}
	var places []string
	for _, n := range numbers {
		args = append(args, n)
		places = append(places, "$"+strconv.Itoa(len(args)))
	}
	out := map[string][]web.Link{}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		clear(out)
		rows, err := tx.Query(c.Context(), `SELECT number, ordinal, title FROM designs_picture WHERE center_id = $1 AND ordinal <= $2 AND number IN (`+strings.Join(places, ",")+`) ORDER BY number, ordinal`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var number, title string
			var ordinal int64
			if err := rows.Scan(&number, &ordinal, &title); err != nil {
				return err
			}
			if title == "" {
				title = strconv.FormatInt(ordinal, 10)
			}
			out[number] = append(out[number], web.Link{Href: fmt.Sprintf("/documents/%s/pictures/%d", number, ordinal), Label: c.T("附图 ", "Picture ") + title})
		}
		return rows.Err()
	})
	return out, err
}

// drawingFile answers with a picture of a document; ?look=small with a small copy, for a strip.
func (d *Desk) drawingFile(c *web.Ctx) error {
	center := worklist.Actor(c).Center
	ordinal, err := strconv.ParseInt(c.Path("ordinal"), 10, 32)
	var ks []Kept
	if err == nil {
		err = d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
			ks, err = kept(c.Context(), tx, `center_id = $1 AND number = $2 AND ordinal = $3`, center, c.Path("number"), ordinal)
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(ks) == 0 {
		return fault.New(fault.Missing, "designs.no_drawing", "文献库没有保存这幅附图，请从文献页面打开")
	}
	data, err := d.content(c.Context(), center, ks[0].ref)
	if err != nil {
		return err
	}
	if c.Query("look") != "small" {
		return send(c, data)
	}
	img, err := figure.Decode("", data)
	if err != nil {
		return err
	}
	if data, err = figure.PNG(imagery.Canvas(img, smallSide)); err != nil {
		return err
	}
	return send(c, data)
}
