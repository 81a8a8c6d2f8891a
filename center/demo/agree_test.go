package demo_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/center"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// What the texts of a case about a design and of one about claims cannot say. The fixed words of the
// templates, which stand for every kind, are taken out before.
var (
	forEvery  = regexp.MustCompile(`权利要求或设计|权利要求或外观设计|技术特征或各视图|现有技术（设计）|现有技术或者现有设计|变更请求或权利要求|技术特征或者视图比对`)
	ofClaims  = regexp.MustCompile(`权利要求|技术特征|区别特征|区别步骤|被控方法|现有技术`)
	ofDesigns = regexp.MustCompile(`授权公告的(?:外观设计|图片)|视图|整体观察|一般消费者|现有设计|外观设计专利侵权`)
)

// agree goes through every infringement case: the digit of the number, the kind of the case, the record of the
// ledger and everything that was typed, issued and compared speak of one and the same kind of patent.
func agree(t *testing.T, c *center.Center) {
	t.Helper()
	ctx := t.Context()
	cases := numbered(t, c, `SELECT case_id, patent || ' ' || kind FROM infringement_case`)
	seen := map[string]int{}
	for id, words := range cases {
		number, kind, _ := strings.Cut(words, " ")
		want := map[byte]string{'1': "发明", '2': "实用新型", '3': "外观设计"}[number[4]]
		err := c.DB.Read(ctx, func(tx *store.Tx) error {
			k, err := c.Office.Get(ctx, tx, casework.Robot(1), id)
			if err != nil {
				return err
			}
			r, known, err := c.Patents.Find(ctx, tx, 1, number, calendar.DayOf(c.Now()))
			if err != nil {
				return err
			}
			if kind != want || k.Kind != want || !known || r.Kind != map[string]string{"发明": "invention", "实用新型": "utility", "外观设计": "design"}[want] {
				t.Errorf("%s: the number %s is that of a %s; the case says %s and %s, the ledger %s", k.Number, number, want, kind, k.Kind, r.Kind)
			}
			said, err := said(ctx, c, tx, k)
			if err != nil {
				return err
			}
			wrong := ofDesigns
			if want == "外观设计" {
				wrong = ofClaims
			}
			for what, text := range said {
				text = forEvery.ReplaceAllString(text, "")
				if at := wrong.FindStringIndex(text); at != nil {
					t.Errorf("%s about a %s, %s: …%s…", k.Number, want, what, strings.ToValidUTF8(text[max(0, at[0]-60):min(len(text), at[1]+60)], ""))
				}
			}
			if method := strings.HasSuffix(r.Title, "方法"); method && want != "发明" {
				t.Errorf("%s: %s cannot be a %s", k.Number, r.Title, want)
			}
			seen[want]++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen["发明"] < 15 || seen["实用新型"] < 15 || seen["外观设计"] < 25 {
		t.Errorf("cases that were read: %v", seen)
	}
}

// numbered runs a query of a number and a text a row.
func numbered(t *testing.T, c *center.Center, query string) map[int64]string {
	t.Helper()
	out := map[int64]string{}
	err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var text string
			if err := rows.Scan(&id, &text); err != nil {
				return err
			}
			out[id] = text
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// said is everything that was typed for the steps of a case, that its papers say and that was compared, by
// where it stands.
func said(ctx context.Context, c *center.Center, tx *store.Tx, k *casework.Case) (map[string]string, error) {
	out := map[string]string{}
	events, err := c.Office.Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	chart := c.Office.Chart(k.Chart)
	for _, e := range events {
		m := chart.Move(e.Move)
		if m == nil {
			continue
		}
		in := m.Do.New()
		if err := c.Office.InputOf(ctx, tx, e, in); err != nil {
			return nil, err
		}
		plain, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		out[m.Title] += string(plain)
	}
	key, err := c.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	papers, err := document.Of(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range papers {
		x, err := document.Open(ctx, tx, key, k.ID, p.ID)
		if err != nil {
			return nil, err
		}
		body, err := paper.Marshal(paper.Paper{Title: p.Name, Body: x.Content.Body})
		if err != nil {
			return nil, err
		}
		out[p.Name+" "+p.Number] = string(body)
	}
	return out, nil
}
