package status

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// rating is what anybody with the code of a finished matter may say about it, once (好差评). The
// levels are those of 国办发〔2019〕51号.
type rating struct {
	Code  string `json:"code" label:"查询码" en:"Code" widget:"hidden" max:"40" secret:"true"`
	Level string `json:"level" label:"您对本次办理是否满意" en:"How satisfied are you" widget:"radio" required:"true" options:"5=非常满意=Very satisfied,4=满意=Satisfied,3=基本满意=Fairly satisfied,2=不满意=Dissatisfied,1=非常不满意=Very dissatisfied"`
	Words string `json:"words" label:"意见和建议" en:"Remarks" widget:"textarea" max:"500" help:"可不填。请勿写入发明内容" helpen:"Optional. Please write nothing of the invention"`
}

// wordsAAD binds the sealed words to their code.
func wordsAAD(code []byte) string { return "status/rating/" + hex.EncodeToString(code) }

// rated reports whether the code was used for a rating.
func rated(ctx context.Context, tx *store.Tx, code []byte) (yes bool, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) > 0 FROM status_rating WHERE code = $1`, code).Scan(&yes)
	return yes, err
}

// rateBlock is the form of the rating, or the word that it was given.
func (p *Pages) rateBlock(c *web.Ctx, tx *store.Tx, code string) (web.Block, error) {
	done, err := rated(c.Context(), tx, document.CodeHash(code))
	if err != nil {
		return nil, err
	}
	if done {
		return web.Notice{Tone: web.Green, Text: c.T("此码已用于评价，感谢您的意见。", "This code was used for a rating. Thank you.")}, nil
	}
	f := form.New(c, p.rating).Fill(rating{Code: code})
	f.Action, f.Submit = "/status/rate", c.T("提交评价", "Send the rating")
	return f, nil
}

// ratePosted keeps a rating. A code that cannot rate, for whatever reason, gets the page of the code.
func (p *Pages) ratePosted(c *web.Ctx) error {
	c.Page = publicPage(c, c.T("办理进度查询", "Status"))
	v := codeView{Action: "/status", Label: c.T("查询码或核验码", "Code")}
	in := rating{}
	f := form.New(c, p.rating)
	f.Action, f.Submit = "/status/rate", c.T("提交评价", "Send the rating")
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	code, asked, err := p.count(c, in.Code)
	if err != nil {
		return err
	}
	if !asked {
		return c.Render("status", v)
	}
	if !ok {
		v.Blocks = []web.Block{f}
		return c.Render("status", v)
	}
	if err := p.keep(c, code, in); err != nil {
		return err
	}
	if err := p.find(c, code, &v); err != nil {
		return err
	}
	return c.Render("status", v)
}

// keep stores a rating of a finished matter; of any other code it stores nothing.
func (p *Pages) keep(c *web.Ctx, code string, in rating) (err error) {
	defer fault.Wrap(&err, "keep rating")
	level, err := strconv.Atoi(in.Level)
	if err != nil {
		return err
	}
	return p.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		id, k, err := p.known(c.Context(), tx, code)
		if err != nil || id == 0 || k.Closed.IsZero() {
			return err
		}
		key, err := p.Office.Keys.Center(c.Context(), tx, k.Center)
		if err != nil {
			return err
		}
		normal, _ := document.NormalCode(code)
		hash := document.CodeHash(normal)
		// One per code: of two at the same moment the first stays.
		_, err = tx.Exec(c.Context(), `INSERT INTO status_rating (code, center_id, case_id, at, level, words) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (code) DO NOTHING`,
			hash, k.Center, id, c.Now().UnixMicro(), level, key.Seal(wordsAAD(hash), []byte(in.Words)))
		return err
	})
}

// levels are the words of the ratings, from the worst.
func levels() []web.Text {
	return []web.Text{{}, {"非常不满意", "Very dissatisfied"}, {"不满意", "Dissatisfied"}, {"基本满意", "Fairly satisfied"}, {"满意", "Satisfied"}, {"非常满意", "Very satisfied"}}
}

// A Rating is one rating with the case that it is about.
type Rating struct {
	Case  string    `json:"case"`
	At    time.Time `json:"at"`
	Level int64     `json:"level" doc:"5 非常满意 至 1 非常不满意"`
	Words string    `json:"words,omitempty"`
}

// ratings are the latest of the center of the person, the newest first.
func (p *Pages) ratings(c *web.Ctx) (out []Rating, err error) {
	a, _ := c.Actor.(casework.Actor)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		key, err := p.Office.Keys.Center(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		rows, err := tx.Query(c.Context(), `SELECT code, case_id, at, level, words FROM status_rating WHERE center_id = $1 ORDER BY at DESC LIMIT 200`, a.Center)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var code, words []byte
			var id, at, level int64
			if err := rows.Scan(&code, &id, &at, &level, &words); err != nil {
				return err
			}
			plain, err := key.Open(wordsAAD(code), words)
			if err != nil {
				return err
			}
			out = append(out, Rating{rest.ID(id), time.UnixMicro(at).In(calendar.Shanghai()), level, string(plain)})
		}
		return rows.Err()
	})
	return out, err
}

// ratingsPage shows the latest ratings to the staff, with the cases that they are about.
func (p *Pages) ratingsPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("最近的评价", "Latest ratings"), Head: []string{c.T("时间", "Time"), c.T("评价", "Rating"), c.T("意见", "Remarks"), c.T("案件", "Case")},
		Empty: c.T("还没有评价。案件办结后，申请人可以凭回执上的查询码评价一次。", "No ratings yet. When a case is closed, the code of its receipt can be used to rate it once.")}
	all, err := p.ratings(c)
	if err != nil {
		return err
	}
	for _, r := range all {
		tone := web.Green
		if r.Level < 3 {
			tone = web.Red
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: web.When(r.At)}, {Tag: web.Tag{Tone: tone, Text: c.Say(levels()[r.Level])}}, {Text: r.Words},
			{Text: c.T("查看案件", "Open the case"), Href: "/case/" + r.Case}})
	}
	c.Page = web.Page{Title: c.T("好差评", "Ratings")}
	return c.Render("page-blocks", []web.Block{t})
}

// Measures are the figures of the ratings.
func Measures() []casework.Measure {
	return []casework.Measure{{Code: "status.satisfied", Title: "好差评满意率", English: "Satisfied ratings", Unit: "%",
		Definition:   "期内评价为“基本满意”及以上的案件 ÷ 期内收到评价的案件",
		DefinitionEN: "Cases rated fairly satisfied or better among the cases rated in the period", Compute: satisfied}}
}

// satisfied is the share of rated cases whose worst rating is not a bad one.
func satisfied(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "satisfied ratings")
	rows, err := tx.Query(ctx, `SELECT case_id, MIN(level) FROM status_rating WHERE center_id = $1 AND at >= $2 AND at < $3 GROUP BY case_id ORDER BY case_id`,
		center, p.From.Begin().UnixMicro(), p.To.End().UnixMicro())
	if err != nil {
		return f, err
	}
	defer rows.Close()
	good, all := []int64{}, []int64{}
	for rows.Next() {
		var id, level int64
		if err := rows.Scan(&id, &level); err != nil {
			return f, err
		}
		if all = append(all, id); level >= 3 {
			good = append(good, id)
		}
	}
	return casework.Ratio(good, all), rows.Err()
}
