// Package board (在办期限总览) is the page on which a head of section sees every open case against all
// its clocks: what is used and left, what the case waits for, whether it is likely to be met in time,
// and what can be done about it at once. It knows no procedure; charts say all there is to say.
package board

import (
	"context"
	"io"
	"slices"
	"sync"

	"zhibao/casework"
	"zhibao/casework/forecast"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// ActBoard is seeing the open cases of a center against their clocks.
const ActBoard = "board.see"

// Grants lets those see the board who answer for the terms of all.
func Grants() []access.Grant {
	return []access.Grant{{Act: ActBoard, Role: string(casework.Head), Rel: access.Center}, {Act: ActBoard, Role: string(casework.Director), Rel: access.Center}}
}

// Settings are the assumptions of the forecast. None of them is law.
func Settings() []setting.Def {
	def := func(key, title, english, help, helpEN, value string) setting.Def {
		return setting.Def{Key: "board." + key, Title: title, English: english, Help: help, HelpEN: helpEN, Type: setting.Int, Default: map[string]string{"": value},
			Sure: rule.Unsure, Level: rule.Center, Group: "board", Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}
	}
	return []setting.Def{
		def("months", "期限预测所依据的月数", "Months of experience of the forecast", "取最近多少个月办结的案件", "Cases closed in so many months are taken", "12"),
		def("samples", "期限预测的最少样本数", "Fewest cases of a forecast", "同类案件不足此数时改用本业务全部案件，仍不足则用下面的设定天数", "With fewer cases of the kind, those of the procedure are taken; with fewer of these, the days below", "8"),
		def("step_days", "样本不足时每一环节的工作日", "Working days of a step without experience", "", "", "2"),
		def("load_weight", "经办人在办量对预测的影响（%）", "Weight of the handler's load (%)", "0 为不考虑；100 为在办量是中位数的两倍时用时加倍", "0: none; 100: twice the usual load takes twice as long", "50"),
	}
}

// Deps are what the board is given.
type Deps struct {
	Office   *casework.Office
	Pages    *worklist.Pages // whose acts on many cases are offered here
	Rules    form.Rules
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Parties  func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Staff    func(ctx context.Context, tx *store.Tx, center int64) ([]form.Option, error)
	Write    func(c *web.Ctx, k *casework.Case, format string, w io.Writer, pp paper.Paper) (contentType string, err error) // "pdf" or "docx"; no case is all cases
}

// Board is the pages.
type Board struct {
	Deps
	list  *list.List[filter, *row]
	asked *form.Schema

	mu      sync.Mutex
	learned map[modelKey]forecast.Model
	on      calendar.Day // day of what was learned
}

// New returns the board.
func New(d Deps) *Board {
	b := &Board{Deps: d, asked: form.Describe(filter{}, d.Rules)}
	b.list = b.cases()
	return b
}

// Module returns the pages.
func (b *Board) Module() web.Module {
	// Whatever is read of the list for one answer, rows, tabs and counts, is of one moment.
	routes := b.list.Routes()
	for i := range routes {
		if show := routes[i].Handler; routes[i].Method == "GET" {
			routes[i].Handler = func(c *web.Ctx) error {
				if err := b.look(c); err != nil {
					return err
				}
				return show(c)
			}
		}
	}
	return web.Module{Name: "board", Routes: slices.Concat(routes, []web.Route{
		{Method: "GET", Pattern: "/board/weeks", Act: ActBoard, Handler: b.weeksPage},
		{Method: "GET", Pattern: "/board/print/{format}", Act: ActBoard, Handler: b.printed},
	})}
}
