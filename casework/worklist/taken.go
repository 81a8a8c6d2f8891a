package worklist

import (
	"net/http"

	"zhibao/internal/fault"
	"zhibao/internal/web"
)

// takenPosted notes in the history of the case that somebody copied words of its text from a page, or
// printed the page. The browser tells it; what leaves as a file is noted by the page that sends the file.
// A party that takes its own words is not noted.
func (p *Pages) takenPosted(c *web.Ctx) error {
	id, err := ID(c, "id")
	if err != nil {
		return err
	}
	what, ok := map[string]string{"copy": "页面上的文字，复制", "print": "页面，打印"}[c.Form("how")]
	if !ok {
		return fault.New(fault.Invalid, "case.taken", "无法识别的操作，请刷新页面后重试")
	}
	if a := Actor(c); a.Party == 0 {
		if err := p.Office.RecordReading(c.Context(), a, id, what); err != nil {
			return err
		}
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
