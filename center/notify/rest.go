package notify

import (
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A LetterView is a message that was not delivered.
type LetterView struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	To     string    `json:"to"`
	Number string    `json:"number,omitempty" doc:"案号"`
	Failed bool      `json:"failed" doc:"否为待发送"`
	Why    string    `json:"why,omitempty"`
}

// Rest returns what programs can do of the pages: the messages that somebody has to deal with. How
// messages are sent, and what each person wants, is set on the pages.
func (k *Desk) Rest() rest.Module {
	title := web.Text{"未送达的通知", "Notices not delivered"}
	return rest.Module{Acts: []rest.Act{{Code: ActLetters, Title: title}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/letters", Act: ActLetters, Title: title, Pages: []string{"GET /letters"}, Answer: []LetterView{}, Handle: func(c *rest.Call) (any, error) {
			out := []LetterView{}
			letters, err := k.letters(c.Ctx)
			for _, l := range letters {
				r := k.letterRow(c.Ctx, l)
				v := LetterView{ID: rest.ID(l.ID), At: l.Created.In(calendar.Shanghai()), To: r.To, Number: r.Number, Failed: r.Failed}
				if l.Error != "" {
					v.Why = r.Why
				}
				out = append(out, v)
			}
			return out, err
		}},
		{Method: "POST", Path: "/letters/{id}/{act}", Act: ActLetters, Title: web.Text{"重新发送 resend、注明已另行告知 settle", "resend, or settle (told by other means)"},
			Pages: []string{"POST /letters/{id}/{act}"}, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) { return rest.OK(k.actOnLetter(c.Ctx)) }},
	}}
}
