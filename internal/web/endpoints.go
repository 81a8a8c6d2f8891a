package web

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

// watermark draws the tile that repeats over the pages of a person. It is a picture of its
// own, because the security policy forbids styles inside pages.
func watermark(c *Ctx) error {
	text := c.mux.cfg.Watermark(c)
	c.W.Header().Set("Content-Type", "image/svg+xml")
	_, err := fmt.Fprintf(c.W, `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="240"><text x="20" y="170" transform="rotate(-22 20 170)" font-family="sans-serif" font-size="14" fill="#1f2329" fill-opacity="0.06">%s</text></svg>`,
		html.EscapeString(text))
	return ignoreGone(err)
}

// sideMenu is the side menu alone, which the page fetches every minute for the counts.
func sideMenu(c *Ctx) error {
	c.Page.At = c.Query("at")
	return c.Fragment("side-menu", nil)
}

// checkField says what is wrong with one value when its field is left, in the words of the form.
func checkField(c *Ctx) error {
	say := c.mux.cfg.Checks.Check(strings.Split(c.Form("rules"), ","), c.Form("value"))
	return c.JSON(http.StatusOK, map[string]string{"message": c.Say(say)})
}

// alive extends the session, because a person asked for it, and says how long it lasts.
func alive(c *Ctx) error {
	return c.JSON(http.StatusOK, map[string]int{"ends": int(c.Session().Ends.Seconds())})
}
