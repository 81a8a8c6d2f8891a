package fin

import (
	"zhibao/law/calendar"
	"zhibao/law/fee"
	"zhibao/law/ident"
	"zhibao/patent"
)

// Of gathers what the fees of a filing on the day depend on, as far as the papers tell. claims are
// those counted in the text, 0 where there is none. The examination is included for inventions, because
// the fast lane asks for it at once. It reports false while the kind is not known.
func Of(app *patent.Application, claims int, on calendar.Day) (fee.Application, bool) {
	a := fee.Application{On: on, Claims: claims}
	switch app.Kind {
	case patent.Invention:
		a.Type, a.Examine = ident.Invention, true
	case patent.UtilityModel:
		a.Type = ident.UtilityModel
	case patent.Design:
		a.Type, a.Claims = ident.Design, 0
	default:
		return a, false
	}
	r := app.Request
	if r == nil {
		return a, true
	}
	a.Priorities = len(r.Priorities)
	if r.FeeReduction {
		a.Reduction = fee.Single
		if len(r.Applicants) > 1 {
			a.Reduction = fee.Joint
		}
	}
	if app.Kind == patent.Design {
		return a, true
	}
	if claims == 0 {
		a.Claims = r.ClaimCount
	}
	for _, code := range []string{"100002", "100003"} {
		a.Pages += pages(app, code)
	}
	return a, true
}

// Bill returns the fees of a filing on the day by the standard table, nothing while the kind is not
// known or the figures of the papers are beyond all bounds.
func Bill(app *patent.Application, claims int, on calendar.Day) fee.Bill {
	a, ok := Of(app, claims, on)
	if !ok {
		return fee.Bill{}
	}
	b, err := fee.Standard().Bill(a)
	if err != nil {
		return fee.Bill{}
	}
	return b
}

// pages returns the pages of a document that the request form states, or else List.xml.
func pages(app *patent.Application, code string) int {
	for _, d := range app.Request.Documents {
		if d.Code == code && d.Pages > 0 {
			return d.Pages
		}
	}
	for _, d := range app.Forms {
		if d.Code == code {
			return d.Pages
		}
	}
	return 0
}
